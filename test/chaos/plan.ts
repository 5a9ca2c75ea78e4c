import type { MessageName } from "./history.ts";

/** What befalls a message while it is handled; it travels in the message, so that every process does the same. */
export interface Plan {
  /** Deliveries that fail with an error that passes. */
  readonly failures?: number;
  /** Every delivery is refused for good. */
  readonly rejected?: true;
  /** SIGKILL of the handling process, at this point of the first `times` deliveries. */
  readonly kill?: { readonly at: KillPoint; readonly times: number };
  /** SIGKILL of the publishing process, at this point of its transaction. */
  readonly killPublisher?: PublishKillPoint;
  /** Milliseconds that the handler takes. */
  readonly sleepMs?: number;
  /** Milliseconds for which the handler blocks its whole process. */
  readonly blockMs?: number;
}

/** Where in a handler its process ends. */
export type KillPoint = "start" | "in-transaction" | "after-effect";

/** Where in publishing through an outbox its process ends. */
export type PublishKillPoint = "before-commit" | "after-commit" | "after-publish";

/** How many of ten thousand messages suffer what. */
export interface PlanRates {
  readonly failures: number;
  readonly rejected: number;
  readonly kill: number;
}

/** No message suffers anything. */
export const peaceful: PlanRates = { failures: 0, rejected: 0, kill: 0 };

const killPoints: readonly KillPoint[] = ["start", "in-transaction", "after-effect"];

/** The plan of a message; a pure function of the seed and the message. */
export function planOf(seed: number, rates: PlanRates, message: MessageName): Plan {
  const number = hash(`${seed} ${message.key} ${message.n}`);
  const lot = number % 10_000;
  if (lot < rates.failures) return { failures: 1 + ((number >>> 16) % 2) };
  if (lot < rates.failures + rates.rejected) return { rejected: true };
  if (lot < rates.failures + rates.rejected + rates.kill) {
    return { kill: { at: killPoints[(number >>> 16) % 3] ?? "start", times: 1 } };
  }
  return {};
}

/** FNV-1a with a final mix. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
