import { pathRule } from "../view/define.ts";
import { segmentsOfPath } from "../view/resource.ts";
import { isPlural, mayBeVerb, pluralOf } from "../view/words.ts";

/** A collection holds many things, so it is named in the plural. */
export const pluralCollections = pathRule(
  "rest/plural-collections",
  {
    title: "A collection in the singular",
    level: "warn",
    why: "`/project/{id}` reads as if there were one project; clients that know `/agents` guess `/projects` and get 404.",
    fix: "Name the collection with a plural noun.",
  },
  ({ path }) => {
    const segments = segmentsOfPath(path);
    return segments.flatMap(({ text, parameter }, index) => {
      const isCollection = parameter === null && segments[index + 1]?.parameter != null;
      if (!isCollection || isPlural(text) || mayBeVerb(text) || text.includes("{")) return [];
      return [
        {
          message: `The collection \`${text}\` of \`${path}\` is in the singular.`,
          hint: `write \`${pluralOf(text)}\``,
          detail: text,
        },
      ];
    });
  },
);
