import type { PublishOptions } from "../context.ts";
import type { MessageDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";

const priorities = ["low", "normal", "high", "critical"] as const;
/** The last millisecond that a `Date` can name. */
const endOfTime = 8.64e15;

/** When a message is delivered, in epoch milliseconds; null: at once. Refuses options that make no sense. */
export function scheduleOf(
  definition: MessageDefinition,
  options: PublishOptions,
  now: number = Date.now(),
): number | null {
  const { id, key, ttl, priority, delay, deliverAt } = options;
  const { type, kind } = definition;
  if (id !== undefined) checkText(type, "id", id, 1);
  // An empty key means none.
  if (key !== undefined) checkText(type, "key", key, 0);
  const isTimed = delay !== undefined || deliverAt !== undefined;
  if (!isTimed && ttl === undefined && priority === undefined) return null;
  if (priority !== undefined) checkPriority(definition, priority);
  if (ttl !== undefined && !isWhole(ttl, 1)) {
    throw refused(type, `\`ttl\` is ${String(ttl)}, expected whole milliseconds from 1`);
  }
  if (deliverAt !== undefined && delay !== undefined) {
    throw refused(type, "`deliverAt` and `delay` are both given, expected one of them");
  }
  if (delay !== undefined && !isWhole(delay, 0)) {
    throw refused(type, `\`delay\` is ${String(delay)}, expected whole milliseconds from 0`);
  }
  const at = deliverAt === undefined ? now + (delay ?? 0) : Number(deliverAt);
  if (!isWhole(at, 0) || at > endOfTime) {
    const expected = "a valid date or epoch milliseconds";
    throw refused(type, `\`deliverAt\` is ${String(deliverAt ?? delay)}, expected ${expected}`);
  }
  if (at <= now) return null;
  if (ttl !== undefined && at - now >= ttl) {
    const late = `it is delivered after ${at - now} ms, when its \`ttl\` of ${ttl} ms has passed`;
    throw refused(type, `this ${kind} would never be handled: ${late}`);
  }
  return at;
}

/** Refuses an id for a whole batch: all but one of its messages would count as sent before. */
export function checkBatchOptions({ type }: MessageDefinition, options: PublishOptions): void {
  if (options.id === undefined) return;
  const expected = "expected a function that gives each message its own";
  throw refused(type, `the \`id\` is given for a whole batch, ${expected}`);
}

// Callers without types pass anything, and what is sent with it nobody could read.
function checkText(type: string, name: string, value: unknown, least: number): void {
  if (typeof value === "string" && value.length >= least) return;
  const got = value === "" ? "empty" : String(value);
  throw refused(type, `\`${name}\` is ${got}, expected a text`);
}

function checkPriority({ kind, type }: MessageDefinition, priority: string): void {
  if (kind !== "command") {
    throw refused(type, "`priority` is for commands, and this is an event");
  }
  if (priorities.some((known) => known === priority)) return;
  throw refused(type, `\`priority\` is \`${priority}\`, expected one of ${priorities.join(", ")}`);
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least;
}

function refused(type: string, problem: string): BerrysError {
  return new BerrysError("invalid_argument", `\`${type}\` is not sent: ${problem}.`);
}
