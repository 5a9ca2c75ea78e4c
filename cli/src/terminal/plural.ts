/** `1 file`, `2 files`, `2 entries` with `plural` given. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}
