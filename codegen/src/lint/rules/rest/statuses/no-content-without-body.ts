import { child } from "../../../../load/reference.ts";
import { responseRule } from "../view/define.ts";

const empty: ReadonlySet<string> = new Set(["204", "205", "304"]);

/** 204 has no body on the wire. */
export const noContentWithoutBody = responseRule(
  "rest/no-content-without-body",
  {
    title: "A body that is never sent",
    level: "error",
    why: "HTTP forbids a body with 204, 205 and 304: servers drop it, and clients that wait for it hang or fail.",
    fix: "Remove `content`, or answer 200.",
  },
  ({ response: { status, contents, node }, operation: { label } }) =>
    empty.has(status) && contents.length > 0
      ? {
          message: `The ${status} of \`${label}\` has a body, which HTTP forbids.`,
          at: child(node, "content"),
        }
      : null,
);
