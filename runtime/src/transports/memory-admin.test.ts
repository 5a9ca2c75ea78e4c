import { expect, test, vi } from "vitest";
import { createMemoryTransport } from "./memory.ts";
import type { OutgoingMessage } from "./transport.ts";

const queue = { kind: "event", channel: "task", partitions: 1 } as const;
const message = (id: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  ...{ ...queue, id, key: "k", body: "{}" },
  ...more,
});

test("what waits for its time, or has no key and is tried again later, counts as delayed", async () => {
  const transport = createMemoryTransport();
  const counts = async () => {
    const { states } = await transport.admin.queues.inspect(queue);
    const [group] = states[0]?.groups ?? [];
    return { delayed: group?.delayed, pending: group?.pending, dead: group?.dead };
  };
  const handled: string[] = [];
  await transport.subscribe({
    ...queue,
    group: "reports",
    handle: async ({ id, attempt }) => {
      if (id === "retried" && attempt === 1)
        return { kind: "retry", delayMs: 60_000, error: "not yet" };
      handled.push(id);
      return { kind: "done" };
    },
  });
  await transport.publish([
    message("soon", { deliverAt: Date.now() + 300 }),
    message("later", { deliverAt: Date.now() + 3_600_000 }),
  ]);
  expect(await counts()).toEqual({ delayed: 2, pending: 0, dead: 0 });
  await transport.publish([message("retried", { key: null })]);
  await vi.waitFor(async () => expect(await counts()).toMatchObject({ delayed: 3, pending: 0 }));
  await vi.waitFor(() => expect(handled).toEqual(["soon"]), { timeout: 5_000 });
  expect(await counts()).toEqual({ delayed: 2, pending: 0, dead: 0 });
  await transport.close();
});
