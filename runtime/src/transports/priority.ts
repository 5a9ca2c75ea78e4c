const priorities: readonly (string | undefined)[] = ["critical", "high", "normal", "low"];

export const normalRank = priorities.indexOf("normal");

/** What comes first: 0 critical, 1 high, 2 normal, 3 low. What names no priority that we know is normal. */
export function rankOf(message: { readonly priority?: string | undefined }): number {
  const rank = priorities.indexOf(message.priority);
  return rank < 0 ? normalRank : rank;
}
