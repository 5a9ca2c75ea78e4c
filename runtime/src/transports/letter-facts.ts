import type { Letter } from "./queue-admin.ts";

/** What a body says of itself, as far as it is an envelope. */
export function envelopeFacts(body: string): Pick<Letter, "type" | "correlationId"> {
  try {
    const envelope = JSON.parse(body) as Readonly<Record<string, unknown>> | null;
    const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
    return { type: text(envelope?.type), correlationId: text(envelope?.correlation_id) };
  } catch {
    return { type: null, correlationId: null };
  }
}
