/** One side of one system, in a process of its own: does what its parent asks. */
import { nowMicros } from "../clock.ts";
import type { TaskCreatedData } from "../contract/generated/events/task.ts";
import type { Consumer, ConsumerSystemOptions, Producer, System } from "../system.ts";
import { systems } from "../systems/index.ts";
import { taskData } from "../task.ts";
import type { Answers, Command, Request, Response, Sent } from "./protocol.ts";
import { cpuMicros, createReceiver } from "./receiver.ts";

const receiver = createReceiver();
let producer: Producer | null = null;
let consumer: Consumer | null = null;
let start: () => Promise<Consumer> = () => Promise.reject(new Error("Nothing is open"));

process.on("message", ({ id, command }: Request) => {
  const answer = (response: Response): void => {
    process.send?.(response, () => {
      if (command.kind === "close") process.exit(0);
    });
  };
  obey(command).then(
    (result) => answer({ id, answer: result }),
    (error: unknown) => answer({ id, error: String(error instanceof Error ? error.stack : error) }),
  );
});
process.on("disconnect", () => process.exit(1));

async function obey(command: Command): Promise<Answers[keyof Answers]> {
  switch (command.kind) {
    case "open":
      return open(command);
    case "send":
      return timed(() => sendAll(command.count, command.inFlight));
    case "send-at-rate":
      return timed(() => sendAtRate(command.count, command.perSecond));
    case "expect":
      receiver.expect(command.count);
      return null;
    case "reached":
      return receiver.reached();
    case "start":
      consumer = await start();
      return null;
    case "stop":
      await consumer?.stop();
      consumer = null;
      return null;
    case "usage":
      return usage();
    case "close":
      await consumer?.stop();
      await producer?.close();
      return null;
  }
}

async function open(command: Extract<Command, { kind: "open" }>): Promise<null> {
  const system: System = await systems[command.system]();
  const { url, settings } = command;
  if (command.role === "producer") {
    producer = await system.producer({ url, settings });
    return null;
  }
  const options: ConsumerSystemOptions = { url, settings, handled: receiver.handled };
  start = () => system.consumer(options);
  consumer = await start();
  return null;
}

function sender(): Producer {
  if (producer === null) throw new Error("This process has no producer");
  return producer;
}

async function timed(work: () => Promise<void>): Promise<Sent> {
  const startedAt = nowMicros();
  const before = cpuMicros();
  await work();
  return { startedAt, endedAt: nowMicros(), cpuMicros: cpuMicros() - before };
}

async function sendAll(count: number, inFlight: number): Promise<void> {
  let sent = 0;
  const next = (): TaskCreatedData | null => {
    if (sent === count) return null;
    const data = taskData(sent, sent);
    sent++;
    return data;
  };
  await sender().send(next, inFlight);
}

/** Sends what is due each millisecond, with the time of sending in the title. */
async function sendAtRate(count: number, perSecond: number): Promise<void> {
  const to = sender();
  const confirmed: Promise<unknown>[] = [];
  const startedAt = nowMicros();
  while (confirmed.length < count) {
    const due = Math.min(count, Math.floor(((nowMicros() - startedAt) * perSecond) / 1e6));
    while (confirmed.length < due)
      confirmed.push(to.sendOne(taskData(confirmed.length, nowMicros())));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(confirmed);
}

function usage(): Answers["usage"] {
  globalThis.gc?.();
  const { heapUsed, rss, external } = process.memoryUsage();
  return {
    at: nowMicros(),
    cpuMicros: cpuMicros(),
    heapBytes: heapUsed,
    rssBytes: rss,
    externalBytes: external,
    handled: receiver.count(),
    longestMicros: receiver.longest(),
  };
}
