/** Type of the test notification. */
export const pingType = "webhook.ping";

/** Patterns that an event type matches: itself, and its category with `*`. */
export function patternsOf(eventType: string): readonly string[] {
  const [category = eventType] = eventType.split(".");
  return [eventType, `${category}.*`];
}
