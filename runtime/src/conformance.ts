/** The suite that every transport passes; run it with vitest on your own Redis or on a transport of your own. */
export {
  type ConformanceOptions,
  describeTransport,
  type TestedTransport,
} from "./conformance/describe-transport.ts";
