import { documentRule } from "../view/define.ts";
import { restSchemas } from "../view/schemas.ts";
import { caseOf } from "../view/words.ts";

/** One document, one way to write properties. */
export const consistentPropertyCase = documentRule(
  "rest/consistent-property-case",
  {
    title: "Properties in more than one case",
    level: "info",
    why: "Clients cannot guess how a property is written where `projectId` stands beside `created_at`.",
    fix: "Write new properties as most of them are written.",
  },
  (_root, api) => {
    const found = restSchemas(api).flatMap(({ property }) => {
      const casing = property === null ? null : caseOf(property.name);
      return property === null || casing === null ? [] : [{ property, casing }];
    });
    const counts = new Map<string, number>();
    for (const { casing } of found) counts.set(casing, (counts.get(casing) ?? 0) + 1);
    const [usual] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
    return found
      .filter(({ casing }) => casing !== usual)
      .map(({ property, casing }) => ({
        message: `\`${property.name}\` is in ${casing}, while most properties are in ${usual}.`,
        at: property.entry,
        path: property.path,
      }));
  },
);
