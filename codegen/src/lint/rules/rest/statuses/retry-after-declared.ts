import { declaredResponseRule } from "../view/define.ts";

const waits: ReadonlySet<string> = new Set(["429", "503"]);

/** Who is to wait learns how long. */
export const retryAfterDeclared = declaredResponseRule(
  "rest/retry-after-declared",
  {
    title: "429 or 503 without `Retry-After`",
    level: "warn",
    elsewhere: "info",
    why: "Clients that are refused with 429 or 503 come back; without `Retry-After` they come back too early, all at once.",
    fix: "Declare the header `Retry-After`.",
  },
  ({ response: { status, headers, node } }) =>
    !waits.has(status) || [...headers.keys()].some((name) => name.toLowerCase() === "retry-after")
      ? null
      : { message: `The response ${status} has no header \`Retry-After\`.`, at: node },
);
