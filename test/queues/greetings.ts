import { join } from "node:path";
import type { MessageDefinition } from "../../runtime/src/definitions.ts";
import { createEnvelope } from "../../runtime/src/messages/create-envelope.ts";
import { outgoingMessage } from "../../runtime/src/messages/outgoing.ts";
import type { OutgoingMessage, SubscribeOptions } from "../../runtime/src/transports/transport.ts";
import { linkPackages } from "../readme/checkout.ts";
import { type BerrysRun, createWorkspace, type Workspace } from "../support/run-berrys.ts";

/** A workspace from `berrys init`, generated, with its packages; its queues may be on any Redis. */
export interface Greetings {
  readonly workspace: Workspace;
  readonly follow: Pick<SubscribeOptions, "kind" | "channel" | "partitions" | "group">;
  message(name: string, text?: string): OutgoingMessage;
  /** Runs `berrys` on a Redis and expects an exit code. */
  berrys(args: string, expected?: number): Promise<BerrysRun>;
  /** The JSON that it prints. */
  json<Value>(args: string, expected?: number): Promise<Value>;
}

export async function createGreetings(redisUrl: string): Promise<Greetings> {
  const workspace = createWorkspace();
  await expectCode(await workspace.berrys("init", ".", "--yes", "--name", "greetings"), 0);
  linkPackages(workspace.root);
  await expectCode(await workspace.berrys("gen"), 0);
  const { greetingSent } = (await import(
    join(workspace.root, "generated/events/greeting.ts")
  )) as Readonly<Record<"greetingSent", MessageDefinition>>;
  const berrys = async (args: string, expected = 0): Promise<BerrysRun> => {
    const words = args.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", "")) ?? [];
    return expectCode(await workspace.berrys(...words, "--redis", redisUrl), expected);
  };
  return {
    workspace,
    follow: {
      kind: "event",
      channel: greetingSent.channel,
      partitions: greetingSent.partitions,
      group: "greeter",
    },
    message: (name, text = `Hello, ${name}`) =>
      outgoingMessage(
        greetingSent,
        createEnvelope(greetingSent, { name, text }, { source: "greeter" }),
      ),
    berrys,
    json: async (args, expected) => JSON.parse((await berrys(`${args} --json`, expected)).stdout),
  };
}

async function expectCode(run: BerrysRun, expected: number): Promise<BerrysRun> {
  if (run.exitCode === expected) return run;
  throw new Error(`exit code ${run.exitCode}, not ${expected}:\n${run.stdout}${run.stderr}`);
}
