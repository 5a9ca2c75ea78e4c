import type { Rules } from "../../../findings/rule.ts";

/** Rules about bindings that hold for every protocol. */
export const bindingRules = {
  "asyncapi/binding-changed": {
    title: "A binding changed in a way that has no rule of its own",
    level: "warn",
    why: "Old parties act by the old value; whether they still work with the new one depends on the broker.",
    fix: "Look up in the documentation of the protocol who uses the value, then approve the change.",
  },
  "asyncapi/binding-added": {
    title: "A binding that was left open is now stated",
    level: "info",
    why: "The contract says more than before; what is in use need not change.",
    fix: "Check that the stated value is the one in use.",
  },
  "asyncapi/binding-removed": {
    title: "A binding is no longer stated",
    level: "warn",
    why: "Old parties act by the old value, and nothing keeps new ones from choosing another.",
    fix: "Keep the binding as long as the value is in use.",
  },
  "asyncapi/binding-tuned": {
    title: "A binding that only tunes the broker changed",
    level: "info",
    why: "No message, address or guarantee that parties see changes.",
    fix: "Nothing to do.",
  },
} as const satisfies Rules;
