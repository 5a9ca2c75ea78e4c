import { describeTransport } from "../../runtime/src/conformance.ts";
import { createMemoryTransport } from "../../runtime/src/transports/memory.ts";

describeTransport({
  name: "memory",
  create: () => createMemoryTransport(),
  features: { shared: false, administered: true },
});
