import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { nearest } from "@berrys/codegen/diagnostics/nearest";
import { CliError } from "../cli-error.ts";
import { workspaceOutput } from "../load-services.ts";
import type { GroupPlace, MessageDefinition, QueuePlace, Topology } from "./queue-runtime.ts";

/** Queues and groups that the contracts of a workspace declare, by its generated code. */
export interface DeclaredQueues {
  readonly queues: readonly QueuePlace[];
  /** Every service that follows a channel, with that channel. */
  readonly groups: readonly GroupPlace[];
  /** What a group knows of a message type; null: it does not follow it. */
  definition(group: string, type: string): Promise<MessageDefinition | null>;
}

/** Which queues and groups are meant; an absent member means all. */
export interface QueueChoice {
  readonly group?: string;
  readonly channel?: string;
  readonly kind?: "event" | "command";
}

export async function declaredQueues(root: string): Promise<DeclaredQueues> {
  const output = join(root, workspaceOutput(root));
  const { topology } = await importGenerated<{ readonly topology: Topology }>(
    join(output, "topology.ts"),
  );
  const queues = topology.channels.map(({ kind, name, partitions }) => ({
    kind,
    channel: name,
    partitions,
  }));
  const groups = topology.services.flatMap(({ id, follows }) =>
    follows.flatMap(({ kind, channel }) =>
      queues
        .filter((queue) => queue.kind === kind && queue.channel === channel)
        .map((queue) => ({ ...queue, group: id })),
    ),
  );
  return {
    queues,
    groups,
    definition: async (group, type) => {
      const file = join(output, "services", `${group}.ts`);
      if (!existsSync(file)) return null;
      const module = await importGenerated<Readonly<Record<string, unknown>>>(file);
      const follows = Object.values(module).flatMap(followsOf);
      return follows.find(({ message }) => message.type === type)?.message ?? null;
    },
  };
}

interface Followed {
  readonly message: MessageDefinition;
}

function followsOf(value: unknown): readonly Followed[] {
  const { follows } = (value ?? {}) as {
    readonly follows?: readonly { readonly messages: readonly Followed[] }[];
  };
  return Array.isArray(follows) ? follows.flatMap(({ messages }) => messages) : [];
}

async function importGenerated<Module>(file: string): Promise<Module> {
  if (!existsSync(file)) {
    throw new CliError("cli/not-generated", `there is no ${file}`, { hint: "run `berrys gen`" });
  }
  try {
    return (await import(pathToFileURL(file).href)) as Module;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError("cli/broken-output", `${file} cannot be loaded: ${reason}`, {
      hint: "run `npm install`, then `berrys gen`",
    });
  }
}

/** The declared groups that are meant. */
export function declaredGroups(
  { groups }: DeclaredQueues,
  { group, channel, kind }: QueueChoice,
): readonly GroupPlace[] {
  return groups.filter(
    (one) =>
      (group === undefined || one.group === group) &&
      (channel === undefined || one.channel === channel) &&
      (kind === undefined || one.kind === kind),
  );
}

/** The declared queues that are meant; none is an error that names the nearest. */
export function chooseQueues(
  { queues }: DeclaredQueues,
  { channel, kind }: QueueChoice,
): readonly QueuePlace[] {
  const found = queues.filter(
    (one) =>
      (channel === undefined || one.channel === channel) &&
      (kind === undefined || one.kind === kind),
  );
  if (found.length > 0 || channel === undefined) return found;
  if (queues.some((queue) => queue.channel === channel)) {
    throw new CliError("cli/unknown-queue", `\`${channel}\` has no ${kind}s`, {
      hint: "leave --kind out",
    });
  }
  const names = queues.map((queue) => queue.channel);
  throw unknownName("channel", channel, names);
}

/** No group or channel of that name, with the nearest one. */
export function unknownName(
  what: "group" | "channel",
  name: string,
  names: readonly string[],
): CliError {
  const known = [...new Set(names)].sort();
  const close = nearest(name, known);
  const hint =
    close === null ? `the contracts have ${known.join(", ")}` : `did you mean \`${close}\`?`;
  return new CliError(`cli/unknown-${what}`, `there is no ${what} \`${name}\``, { hint });
}
