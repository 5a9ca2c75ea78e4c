import { Redis } from "ioredis";
import { expect, test, vi } from "vitest";
import { createRedisTransport, type DataLoss } from "../../runtime/src/transports/redis.ts";
import type { OutgoingMessage } from "../../runtime/src/transports/transport.ts";
import { startRedis } from "../support/redis.ts";

const message = (id: string): OutgoingMessage => ({
  id,
  kind: "event",
  channel: "task",
  partitions: 1,
  key: "k",
  body: "{}",
});

test.each(["idle", "publishing"])(
  "confirmed messages that a crash took are counted, while the publisher is %s",
  async (how) => {
    const redis = await startRedis({ arguments: ["--appendonly", "no"] });
    const client = new Redis(redis.url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
    client.on("error", () => {});
    const losses: DataLoss[] = [];
    const transport = createRedisTransport({ url: redis.url, onLoss: (loss) => losses.push(loss) });
    try {
      await transport.publish([message("1"), message("2")]);
      await client.save();
      await transport.publish([message("3"), message("4"), message("5")]);
      expect(losses).toEqual([]);
      await redis.kill();
      await redis.restart();
      if (how === "publishing") await transport.publish([message("6")]);
      await vi.waitFor(() => expect(losses).toHaveLength(1), { timeout: 10_000 });
      expect(losses).toEqual([
        { kind: "published", stream: "berrys:{task/0}:events", messages: 3 },
      ]);
      await transport.publish([message("7")]);
      expect(losses).toHaveLength(1);
    } finally {
      await transport.close();
      client.disconnect();
      await redis.stop();
    }
  },
  30_000,
);
