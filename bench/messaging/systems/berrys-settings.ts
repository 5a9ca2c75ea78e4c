import type { MessageDefinition } from "../../../runtime/src/definitions.ts";
import { createKeyRing, type KeyRing } from "../../../runtime/src/messages/key-ring.ts";
import { type TaskCreatedData, taskCreated } from "../contract/generated/events/task.ts";
import type { Settings } from "../system.ts";

/** The emitted definition, without what a measurement leaves out and with what it adds. */
export function definitionFor(settings: Settings): MessageDefinition<TaskCreatedData> {
  return {
    ...taskCreated,
    ...(settings.validation === false ? { check: () => undefined } : null),
    ...(settings.order === false ? { key: null } : null),
    ...(settings.packed === true ? ({ packed: true } as const) : null),
    ...(settings.encryption === true ? { sensitive: [""] } : null),
  };
}

/** The key of both sides; null where nothing is encrypted. */
export function keysFor(settings: Settings): KeyRing | null {
  if (settings.encryption !== true) return null;
  return createKeyRing({ kid: "bench", secret: Buffer.alloc(32, 7) });
}
