/** What a comparer says, as a sentence: it begins with what the change is about, in backticks or not, and may lack its period. */
export function sentence(message: string): string {
  const text = `${message.slice(0, 1).toUpperCase()}${message.slice(1)}`;
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
