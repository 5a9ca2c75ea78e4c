import { nearest } from "../../../../diagnostics/nearest.ts";
import { children, idOf, type Located } from "../../../../load/reference.ts";
import { documentRule } from "../view/define.ts";
import { rolesOf } from "../view/security.ts";

/** A role that stands once and looks like another is misspelt. */
export const rolesConsistent = documentRule(
  "rest/roles-consistent",
  {
    title: "A role that looks misspelt",
    level: "warn",
    why: "Nobody has the misspelt role, so nobody may call the operation, or the check of it is never met.",
    fix: "Correct the name.",
    profile: "platform",
  },
  (_root, { operations }) => {
    const uses = new Map<string, Located[]>();
    const seen = new Set<string>();
    const labels = new Map<string, string>();
    for (const operation of operations) {
      const roles = rolesOf(operation);
      if (roles === null || seen.has(idOf(roles))) continue;
      seen.add(idOf(roles));
      for (const [, at] of children(roles)) {
        const role = String(at.value);
        uses.set(role, [...(uses.get(role) ?? []), at]);
        labels.set(idOf(at), operation.label);
      }
    }
    const often = [...uses].filter(([, places]) => places.length > 1).map(([role]) => role);
    return [...uses].flatMap(([role, [at, ...others]]) => {
      const best = at === undefined || others.length > 0 ? null : nearest(role, often);
      return at === undefined || best === null
        ? []
        : [
            {
              message: `The role \`${role}\` stands here alone.`,
              at,
              path: [labels.get(idOf(at)) ?? "", "roles", role],
              hint: `did you mean \`${best}\`?`,
            },
          ];
    });
  },
);
