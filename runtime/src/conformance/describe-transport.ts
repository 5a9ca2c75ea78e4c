import { describe } from "vitest";
import type { Administered } from "../transports/queue-admin.ts";
import type { DeadLetterStore, ReplyChannel, Transport } from "../transports/transport.ts";
import { administrationTests } from "./administration.ts";
import { deadLetterTests } from "./dead-letters.ts";
import { deliveryTests } from "./delivery.ts";
import { drainTests } from "./drain.ts";
import { groupTests } from "./groups.ts";
import { orderTests } from "./order.ts";
import { scheduleTests } from "./schedule.ts";
import { createSuite } from "./suite.ts";

export type TestedTransport = Transport & DeadLetterStore & ReplyChannel & Partial<Administered>;

export interface ConformanceOptions {
  readonly name: string;
  /** A transport of its own, as another process would have it; the suite closes it. */
  readonly create: () => TestedTransport | Promise<TestedTransport>;
  readonly features: {
    /** Transports that `create` made exchange messages with one another. */
    readonly shared: boolean;
    /** It can be administered: it has `admin`. */
    readonly administered?: boolean;
  };
  /** Tests that do not apply, by their names, and why. */
  readonly skip?: readonly { readonly reason: string; readonly tests: readonly string[] }[];
}

/** Registers the suite with vitest. */
export function describeTransport(options: ConformanceOptions): void {
  describe(`transport ${options.name}`, () => {
    const suite = createSuite(options);
    deliveryTests(suite);
    orderTests(suite);
    groupTests(suite);
    scheduleTests(suite);
    deadLetterTests(suite);
    if (options.features.administered) administrationTests(suite);
    drainTests(suite);
  });
}
