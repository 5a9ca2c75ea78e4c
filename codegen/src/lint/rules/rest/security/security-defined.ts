import { didYouMean } from "../../../../diagnostics/nearest.ts";
import { child, children } from "../../../../load/reference.ts";
import { derefChildren } from "../view/api.ts";
import { documentRule } from "../view/define.ts";

/** A requirement names a scheme that there is. */
export const securityDefined = documentRule(
  "rest/security-defined",
  {
    title: "A security scheme that is not declared",
    level: "error",
    why: "Generated clients do not know how to send the credentials, and servers do not check them.",
    fix: "Declare it under `components.securitySchemes`, or correct the name.",
  },
  (root, { tree, operations }) => {
    const known = new Set(
      derefChildren(tree, child(child(root, "components"), "securitySchemes")).map(
        ([name]) => name,
      ),
    );
    const holders = [
      { at: root, path: [] as string[] },
      ...operations.map(({ node, label }) => ({ at: node, path: [label] })),
    ];
    return holders.flatMap(({ at, path }) =>
      children(child(at, "security")).flatMap(([, requirement]) =>
        children(requirement)
          .filter(([name]) => !known.has(name))
          .map(([name, entry]) => ({
            message: `There is no security scheme \`${name}\`.`,
            at: entry,
            path: [...path, "security", name],
            hint: didYouMean(name, known, "declare it under `components.securitySchemes`"),
          })),
      ),
    );
  },
);
