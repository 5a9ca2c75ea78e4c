import type { LintCheck } from "../../lint-rule.ts";

/** One service answers at a path, whatever the method. */
export const pathTwoOwners: LintCheck = ({ model }) => {
  const groups = Map.groupBy(model?.restOperations ?? [], ({ path }) =>
    path.replaceAll(/\{[^}]*\}/g, "{}"),
  );
  return [...groups.values()].flatMap(([first, ...others]) => {
    const other = others.find(({ service }) => service !== first?.service);
    if (first === undefined || other === undefined) return [];
    return [
      {
        rule: "topology/path-two-owners",
        kind: "openapi" as const,
        message: `\`${first.service}\` and \`${other.service}\` both answer at \`${other.path}\`.`,
        path: other.path,
        place: other.origin,
        related: first.origin,
        operation: `${other.method.toUpperCase()} ${other.path}`,
        services: [first.service, other.service].sort(),
        hint: "give one of them a path of its own",
      },
    ];
  });
};
