import { afterAll, beforeAll } from "vitest";
import { describeTransport } from "../../runtime/src/conformance.ts";
import { createRedisTransport } from "../../runtime/src/transports/redis.ts";
import { startRedisCluster, type TestCluster } from "../support/redis-cluster.ts";

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startRedisCluster();
}, 60_000);
afterAll(() => cluster.stop());

describeTransport({
  name: "redis cluster",
  create: () => createRedisTransport({ url: cluster.url, leaseMs: 2000 }),
  features: { shared: true, administered: true },
});
