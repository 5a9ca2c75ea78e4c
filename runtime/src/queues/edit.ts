import { v7 as uuidv7 } from "uuid";
import type { MessageDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import { BerrysError } from "../errors.ts";
import { timestamp } from "../messages/clock.ts";
import { valueAt } from "../messages/key-pointer.ts";
import type { KeyRing } from "../messages/key-ring.ts";
import { maskViolations } from "../messages/mask.ts";
import { parseEnvelope } from "../messages/parse-envelope.ts";
import { sealEnvelope } from "../messages/seal.ts";
import type { Authorship, Letter, LetterBox } from "../transports/queue-admin.ts";
import { violationsOf } from "../violation.ts";

export interface EditOptions extends Authorship {
  /** The whole `data` of the new message. */
  readonly data: unknown;
  /** The contract as the group knows it now. */
  readonly definition: MessageDefinition;
  /** For sensitive data, which is encrypted again; absent: there are none. */
  readonly keys?: KeyRing | null;
}

/**
 * Sends another message in the place of a dead letter, to its group alone. It has an id of its own, so that an inbox
 * which knows the letter's message does not drop it, and names that message as its cause. Rejects, and moves nothing,
 * where the data breaks the contract or would change the key. Returns the new id; null: the letter was gone already.
 */
export async function editLetter(
  box: LetterBox,
  letter: Letter,
  options: EditOptions,
): Promise<string | null> {
  const envelope = editedEnvelope(letter, options);
  const sealed = sealEnvelope(envelope, options.definition.sensitive, options.keys ?? null);
  const move = { kind: "edit", id: envelope.id, body: JSON.stringify(sealed) } as const;
  const { by, why, run } = options;
  const entry = await box.move(letter, move, { by, why, run });
  return entry === null ? null : envelope.id;
}

function editedEnvelope(letter: Letter, { data, definition }: EditOptions): Envelope {
  const parsed = parseEnvelope(letter.body);
  if (parsed.kind === "invalid") {
    throw new BerrysError(
      "failed_precondition",
      "The letter's body is no envelope, so that it cannot be edited; discard it and publish a new message",
    );
  }
  const { envelope } = parsed;
  const violations = maskViolations(violationsOf(definition.check, data), definition.sensitive);
  const [first] = violations;
  if (first !== undefined) {
    throw new BerrysError(
      "invalid_argument",
      `The new data breaks the contract of \`${definition.type}\`: \`data${first.pointer}\` is ${first.got}, expected ${first.expected}`,
      { details: { violations } },
    );
  }
  const key = keyOf(definition, data);
  // A publisher may have chosen another key than the contract's: then what the contract names must not change.
  if (definition.key !== null && key !== letter.key && key !== keyOf(definition, envelope.data)) {
    throw new BerrysError(
      "failed_precondition",
      `The new data would change the key from \`${letter.key}\` to \`${key}\`, and with it the order; discard the letter and publish a new message`,
    );
  }
  const { encrypted: _, version: __, ...metadata } = envelope.metadata ?? {};
  return {
    ...envelope,
    id: uuidv7(),
    timestamp: timestamp(),
    data,
    metadata: {
      ...metadata,
      causation_id: envelope.id,
      ...(definition.version === 1 ? null : { version: definition.version }),
    },
  };
}

function keyOf(definition: MessageDefinition, data: unknown): string | null {
  return definition.key === null ? null : valueAt(data, definition.key) || null;
}
