import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Files that take longest, longest first: one that starts last would keep everybody waiting for it alone. Files that are
 * not named follow in the order of vitest, which knows durations only where it ran before.
 */
const slow = [
  "test/cli/start",
  "test/e2e/faults",
  "test/conformance/redis-faults",
  "test/e2e/operations",
  "test/chaos/scenarios/crashes",
  "test/compat/public-documents",
  "test/readme/readme",
  "test/chaos/scenarios/database",
  "test/conformance/redis-cluster",
  "test/conformance/redis-failover",
  "test/conformance/redis",
  "test/conformance/redis-packed",
  "test/e2e/processes",
  "test/queues/tutorial",
  "test/chaos/scenarios/server",
  "test/chaos/scenarios/network",
  "test/chaos/fuzz",
  "services/service-integration/webhooks/webhooks",
  "test/readme/ci-docs",
  "test/chaos/scenarios/time",
  "test/schema/differential",
] as const;

/** Orders test files for the shortest run. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = slow.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return index === -1 ? slow.length : index;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
