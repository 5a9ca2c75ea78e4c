import { afterEach, expect, test, vi } from "vitest";
import { currentCorrelation, runWithCorrelation } from "../correlation.ts";
import type { FollowDefinition, MessageDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import { BerrysError } from "../errors.ts";
import { createMemoryTransport } from "../transports/memory.ts";
import { fail, isObject } from "../validation.ts";
import type { Check } from "../violation.ts";
import { createConsumer, type Handled } from "./consumer.ts";
import { createEnvelope } from "./create-envelope.ts";
import { valueAt } from "./key-pointer.ts";
import { parseEnvelope } from "./parse-envelope.ts";
import { createPublisher } from "./publisher.ts";
import { createRequester } from "./requester.ts";
import { backoffMs, outcomeOfError } from "./retry.ts";

const checkTask: Check = (value, path, violations) => {
  if (!isObject(value)) fail(violations, path, "type", "object", value);
  else if (typeof value.task_id !== "string") {
    fail(violations, `${path}/task_id`, "type", "string", value.task_id);
  }
};
interface Task {
  readonly task_id: string;
}
const common = {
  channel: "task",
  partitions: 2,
  version: 1,
  key: "/task_id",
  retry: { attempts: 3, backoffMs: 1, maxBackoffMs: 4 },
  deadLetter: "continue",
  sensitive: [],
  check: checkTask,
} as const;
const taskCreated: MessageDefinition<Task> = {
  ...common,
  kind: "event",
  type: "task.created",
  checkReply: null,
};
const runTask: MessageDefinition<Task, { readonly done: boolean }> = {
  ...common,
  kind: "command",
  type: "task.run",
  checkReply: (value, path, violations) => {
    if (!isObject(value) || typeof value.done !== "boolean") {
      fail(violations, `${path}/done`, "type", "boolean", isObject(value) ? value.done : value);
    }
  },
};
const follow = (message: MessageDefinition): FollowDefinition => ({
  channel: "task",
  kind: message.kind,
  partitions: 2,
  handler: null,
  messages: [{ handler: "handle", message }],
});

const transports: ReturnType<typeof createMemoryTransport>[] = [];
function createTransport() {
  const transport = createMemoryTransport();
  transports.push(transport);
  return transport;
}
afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.close();
});

test("an envelope is what the specification says, and reading it gives it back", () => {
  const envelope = runWithCorrelation(
    { correlationId: "c-1", causationId: "m-0", principal: null, traceparent: "00-a-b-01" },
    () => createEnvelope(taskCreated, { task_id: "t1" }, { source: "planning-system", ttl: 5 }),
  );
  expect(Object.keys(envelope)).toEqual([
    "id",
    "type",
    "source",
    "timestamp",
    "correlation_id",
    "data",
    "metadata",
  ]);
  expect(envelope.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  expect(envelope.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(envelope.correlation_id).toBe("c-1");
  expect(envelope.metadata).toEqual({
    causation_id: "m-0",
    traceparent: "00-a-b-01",
    key: "t1",
    ttl: 5,
  });
  expect(parseEnvelope(JSON.stringify(envelope))).toEqual({ kind: "envelope", envelope });
});

test("invalid data is refused before anything is sent", async () => {
  const deliver = vi.fn(async () => {});
  const publish = createPublisher(taskCreated, { source: "planning-system", deliver });
  const refused = publish({ task_id: 1 } as never);
  await expect(refused).rejects.toMatchObject({
    code: "invalid_argument",
    message: "`task.created` breaks its contract: `data/task_id` is number 1, expected string",
    details: { violations: [{ pointer: "/task_id", keyword: "type" }] },
  });
  expect(deliver).not.toHaveBeenCalled();
});

test.each([
  ["no JSON", "{", "a JSON object"],
  ["no object", "[]", "an envelope object"],
  ["nothing in it", "{}", "string of at least 1 character"],
])("text with %s is no envelope", (_, text, expected) => {
  const parsed = parseEnvelope(text);
  expect(parsed.kind === "invalid" ? parsed.violations[0] : null).toMatchObject({ expected });
});

test("a key pointer finds scalars only", () => {
  const data = { "a/b": { "~": [{ id: 7 }] }, o: {} };
  expect(valueAt(data, "/a~1b/~0/0/id")).toBe("7");
  expect(valueAt(data, "/o")).toBeNull();
  expect(valueAt(data, "/none/x")).toBeNull();
  expect(valueAt(data, "/constructor")).toBeNull();
});

test("backoff doubles, stops at its bound and is anything below it", () => {
  const retry = { attempts: 9, backoffMs: 100, maxBackoffMs: 500 };
  expect([1, 2, 3, 4, 40].map((attempt) => backoffMs(retry, attempt, () => 1))).toEqual([
    100, 200, 400, 500, 500,
  ]);
  expect(backoffMs(retry, 3, () => 0)).toBe(0);
});

test("an error decides: retryable ones until the attempts are used up, others never", () => {
  const unavailable = new BerrysError("unavailable", "down");
  expect(outcomeOfError(taskCreated, 1, unavailable).kind).toBe("retry");
  expect(outcomeOfError(taskCreated, 2, new Error("bug")).kind).toBe("retry");
  expect(outcomeOfError(taskCreated, 3, unavailable)).toMatchObject({
    kind: "dead",
    reason: "exhausted",
    haltKey: false,
  });
  expect(outcomeOfError(taskCreated, 1, new BerrysError("not_found", "no task"))).toEqual({
    kind: "dead",
    reason: "rejected",
    error: "not_found: no task",
    haltKey: false,
  });
});

test("a contract can call more codes final, and then not even an outage is waited for", () => {
  const retry = { ...common.retry, nonRetryable: ["aborted", "unavailable"] as const };
  const strict = { ...taskCreated, retry };
  const gone = new BerrysError("unavailable", "gone", { details: { circuit: "open" } });
  for (const error of [new BerrysError("aborted", "no"), gone]) {
    expect(outcomeOfError(taskCreated, 1, error).kind).toBe("retry");
    expect(outcomeOfError(strict, 1, error)).toMatchObject({ kind: "dead", reason: "rejected" });
  }
  expect(outcomeOfError(strict, 1, new BerrysError("internal", "bug")).kind).toBe("retry");
});

test("whatever a handler throws is decided on", () => {
  const mute = Object.assign(new Error(), {
    toString: () => {
      throw new Error("no text");
    },
  });
  Object.defineProperty(mute, "message", { get: mute.toString });
  const odd = [
    Object.create(null),
    Symbol("s"),
    undefined,
    mute,
    new Proxy({}, { get: mute.toString }),
  ];
  for (const error of odd) {
    expect(outcomeOfError(taskCreated, 1, error)).toMatchObject({
      kind: "retry",
      error: expect.any(String),
    });
  }
  const unheardOf = new BerrysError("no_such_code" as "internal", "text");
  expect(unheardOf.code).toBe("unknown");
  expect(outcomeOfError(taskCreated, 1, unheardOf).kind).toBe("retry");
});

test("a service that cannot be reached costs no attempt, however long it is away", () => {
  const refused = new BerrysError("unavailable", "refused", {
    cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
  });
  const open = new BerrysError("unavailable", "open", { details: { circuit: "open" } });
  for (const [error, random, delayMs] of [
    [refused, 0, 1000],
    [open, 1, 3000],
  ] as const) {
    expect(outcomeOfError(taskCreated, 99, error, () => random)).toMatchObject({
      kind: "retry",
      uncounted: true,
      delayMs,
    });
  }
});

test("a request that ends while it is still being sent fails its caller alone", async () => {
  const transport = createTransport();
  const sent = Promise.withResolvers<void>();
  const requester = createRequester({
    source: "a",
    replies: transport,
    deliver: () => sent.promise,
  });
  const request = requester.request(runTask)({ task_id: "t1" });
  requester.close();
  // A rejection that nobody listens to by now would end a process.
  await new Promise((resolve) => setImmediate(resolve));
  sent.resolve();
  await expect(request).rejects.toMatchObject({ code: "canceled" });
});

test("a handler runs in the message's correlation and names it as the cause of what it publishes", async () => {
  const transport = createTransport();
  const publish = createPublisher(taskCreated, { source: "a", deliver: transport.publish });
  const seen = Promise.withResolvers<{ envelope: Envelope; correlation: unknown }>();
  await createConsumer({
    transport,
    service: "b",
    follow: follow(taskCreated),
    handlers: {
      handle: async (envelope) => seen.resolve({ envelope, correlation: currentCorrelation() }),
    },
  });
  const sent = await publish({ task_id: "t1" });
  const { envelope, correlation } = await seen.promise;
  expect(envelope).toEqual(sent);
  expect(correlation).toEqual({
    correlationId: sent.correlation_id,
    causationId: sent.id,
    principal: { id: "a", kind: "service", roles: [] },
  });
});

test("what cannot be handled is told apart: invalid, ignored, expired, failed", async () => {
  const transport = createTransport();
  const handled: Handled[] = [];
  await createConsumer({
    transport,
    service: "b",
    follow: follow(taskCreated),
    handlers: {
      handle: async () => {
        throw new Error("no");
      },
    },
    onHandled: (one) => handled.push(one),
  });
  const body = (change: object): string =>
    JSON.stringify({
      ...createEnvelope(taskCreated, { task_id: "t1" }, { source: "a" }),
      ...change,
    });
  const bodies = [
    "poison",
    body({ data: {} }),
    body({ type: "task.other" }),
    body({ timestamp: "2020-01-01T00:00:00.000Z", metadata: { ttl: 5 } }),
    body({}),
  ];
  for (const [index, text] of bodies.entries()) {
    await transport.publish([
      { id: `m${index}`, kind: "event", channel: "task", partitions: 2, key: "k", body: text },
    ]);
  }
  await vi.waitFor(() => expect(handled).toHaveLength(7));
  expect(handled.map(({ result, outcome }) => `${result} ${outcome.kind}`)).toEqual([
    "invalid dead",
    "invalid dead",
    "ignored done",
    "expired done",
    "failed retry",
    "failed retry",
    "failed dead",
  ]);
  const letters = await transport.list({
    group: "b",
    channel: "task",
    kind: "event",
    partitions: 2,
  });
  expect(letters.map(({ reason, body: text }) => [reason, text])).toEqual([
    ["invalid", bodies[0]],
    ["invalid", bodies[1]],
    ["exhausted", bodies[4]],
  ]);
});

test("a service without a handler that its contract names does not start", async () => {
  const starting = async () =>
    createConsumer({
      transport: createTransport(),
      service: "b",
      follow: follow(taskCreated),
      handlers: {},
    });
  await expect(starting()).rejects.toThrow("`b` follows `task` but has no handler `handle`");
});

async function askingAndAnswering(answer: (envelope: Envelope) => Promise<unknown>) {
  const transport = createTransport();
  await createConsumer({
    transport,
    replies: transport,
    service: "worker",
    follow: follow(runTask),
    handlers: { handle: answer },
  });
  const requester = createRequester({
    source: "asker",
    deliver: transport.publish,
    replies: transport,
  });
  return { requester, transport, run: requester.request(runTask) };
}

test("a request gets its reply", async () => {
  const { run } = await askingAndAnswering(async (envelope) => ({
    done: envelope.metadata?.reply_to !== undefined,
  }));
  await expect(run({ task_id: "t1" })).resolves.toEqual({ done: true });
});

test("a request gets the callee's error, and the command is settled", async () => {
  const { run, transport } = await askingAndAnswering(async () => {
    throw new BerrysError("not_found", "No task t1", { details: { task_id: "t1" } });
  });
  await expect(run({ task_id: "t1" })).rejects.toMatchObject({
    code: "not_found",
    message: "No task t1",
    details: { task_id: "t1" },
  });
  const query = { group: "worker", channel: "task", kind: "command", partitions: 2 } as const;
  expect(await transport.list(query)).toEqual([]);
});

test("an unknown error keeps its text to itself", async () => {
  const { run } = await askingAndAnswering(async () => {
    throw new Error("password is 123");
  });
  await expect(run({ task_id: "t1" })).rejects.toMatchObject({
    code: "unknown",
    message: "The receiver failed",
  });
});

test("a request ends at its deadline, when it is canceled and when its service stops", async () => {
  const { run, requester } = await askingAndAnswering(
    () => new Promise((resolve) => setTimeout(resolve, 200, { done: true })),
  );
  await expect(run({ task_id: "t1" }, { timeoutMs: 10 })).rejects.toMatchObject({
    code: "deadline_exceeded",
  });
  const controller = new AbortController();
  const canceled = run({ task_id: "t2" }, { signal: controller.signal });
  controller.abort();
  await expect(canceled).rejects.toMatchObject({ code: "canceled" });
  const stopped = run({ task_id: "t3" });
  setImmediate(requester.close);
  await expect(stopped).rejects.toMatchObject({ code: "canceled" });
});
