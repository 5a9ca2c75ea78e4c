import { afterAll, beforeAll } from "vitest";
import { describeTransport } from "../../runtime/src/conformance.ts";
import { createRedisTransport } from "../../runtime/src/transports/redis.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
}, 60_000);
afterAll(() => redis.stop());

describeTransport({
  name: "redis, packed entries",
  create: () => {
    const transport = createRedisTransport({ url: redis.url, leaseMs: 2000 });
    return {
      ...transport,
      publish: (messages) =>
        transport.publish(messages.map((message) => ({ ...message, packed: true }))),
    };
  },
  features: { shared: true, administered: true },
});
