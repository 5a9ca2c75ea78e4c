import type { runWithCorrelation } from "../correlation.ts";
import type { BatchDefinition, MessageDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { type Batcher, createBatcher } from "./batch.ts";
import type { ConsumerOptions, DeliveryHandler } from "./consumer.ts";
import { type Upcasters, upcasterName } from "./versions.ts";

/** A message type that a consumer takes. */
export interface Taken {
  readonly definition: MessageDefinition;
  readonly handle: Handle;
  readonly upcasters: Upcasters;
}

/** Who handles it: one message at a time, or many. */
export type Handle =
  | { readonly kind: "single"; readonly handler: DeliveryHandler }
  | { readonly kind: "batch"; readonly batcher: Batcher };

/** What a consumer takes, by type, and its batchers. Throws `unimplemented` where a handler or an upcaster is missing. */
export function takenBy(
  options: ConsumerOptions,
  enter: typeof runWithCorrelation,
): { readonly types: ReadonlyMap<string, Taken>; readonly batchers: readonly Batcher[] } {
  const { follow } = options;
  const batchers = new Map<string, Batcher>();
  const handleOf = (name: string, batch: BatchDefinition | undefined): Handle => {
    if (batch === undefined) {
      return { kind: "single", handler: options.handlers[name] ?? missing(options, name) };
    }
    const handler = options.batchHandlers?.[name] ?? missing(options, name);
    const batcher = batchers.get(name) ?? createBatcher({ batch, handler, enter });
    batchers.set(name, batcher);
    return { kind: "batch", batcher };
  };
  const types = new Map<string, Taken>(
    follow.messages.map(({ handler, message, upcasters, batch }) => [
      message.type,
      {
        definition: message,
        handle: handleOf(follow.handler ?? handler, batch),
        upcasters: upcastersOf(options, message, upcasters),
      },
    ]),
  );
  return { types, batchers: [...batchers.values()] };
}

function missing({ service, follow }: ConsumerOptions, name: string): never {
  throw new BerrysError(
    "unimplemented",
    `\`${service}\` follows \`${follow.channel}\` but has no handler \`${name}\``,
  );
}

/** The upcasters of a message, complete. */
function upcastersOf(
  { service, upcasters }: ConsumerOptions,
  { type, previous = [] }: MessageDefinition,
  name: string | undefined,
): Upcasters {
  const own = name === undefined ? {} : (upcasters?.[name] ?? {});
  for (const { version } of previous) {
    if (Object.hasOwn(own, upcasterName(version))) continue;
    throw new BerrysError(
      "unimplemented",
      `\`${service}\` follows \`${type}\` but has no upcaster \`${upcasterName(version)}\` for it`,
    );
  }
  return own;
}
