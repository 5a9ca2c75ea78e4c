import type { Rule, Rules } from "../../findings/rule.ts";

const added = (what: string, why: string): Rule => ({
  title: `${what} was added`,
  level: "info",
  why,
  fix: "Nothing to do; release it with a minor version.",
});

/** Our own rules for Protobuf; those of buf are in `buf-rules.ts`. */
export const protoRules = {
  "proto/service-added": added("An RPC service", "Nobody calls it yet."),
  "proto/rpc-added": added("An RPC", "Nobody calls it yet."),
  "proto/message-added": added("A message", "Nothing carries it yet."),
  "proto/field-added": added(
    "A field",
    "Old programs skip numbers that they do not know, and new ones read the default where an old one sends nothing.",
  ),
  "proto/extension-added": added(
    "An extension",
    "Old programs skip numbers that they do not know.",
  ),
  "proto/enum-added": added("An enum", "Nothing carries it yet."),
  "proto/enum-value-added": added(
    "An enum value",
    "Old programs keep the number of an open enum without a name for it; a `switch` over all values meets one more.",
  ),
  "proto/deprecated-added": {
    title: "An element became deprecated",
    level: "info",
    why: "It works as before; compilers warn those who use it.",
    fix: "Say in its comment what to use instead and until when it stays.",
  },
  "proto/deprecated-removed": {
    title: "An element is no longer deprecated",
    level: "info",
    why: "It works as before.",
    fix: "Nothing to do.",
  },
  "proto/roles-tightened": {
    title: "An RPC is open to fewer roles",
    level: "error",
    why: "Callers that were allowed by `(berrys.options.v1.roles)` are refused with PERMISSION_DENIED.",
    fix: "Keep the old roles until no caller needs them, or add a new RPC with the narrower roles.",
  },
  "proto/roles-loosened": {
    title: "An RPC is open to more roles",
    level: "info",
    why: "All old callers stay allowed; who else gets in is a question of security.",
    fix: "Have the wider access reviewed.",
  },
  "proto/timeout-lowered": {
    title: "The default deadline of an RPC became shorter",
    level: "warn",
    why: "Calls that took longer than the new `(berrys.options.v1.timeout_ms)` now end with DEADLINE_EXCEEDED where the caller brings no deadline of its own.",
    fix: "Make the RPC answer within the new deadline first, or have callers set their own.",
  },
  "proto/timeout-raised": {
    title: "The default deadline of an RPC became longer",
    level: "info",
    why: "Callers without a deadline of their own may wait longer before a failure shows.",
    fix: "Check that deadlines of callers further up still leave room.",
  },
  "proto/package-owner-changed": {
    title: "Another service serves a package",
    level: "warn",
    why: "Callers that were built before still call the old service, which answers UNIMPLEMENTED.",
    fix: "Serve the package from both services until all callers are built anew, or pass calls on.",
  },
} as const satisfies Rules;
