import { pathRule } from "../view/define.ts";
import { segmentsOfPath } from "../view/resource.ts";
import { kebabCase } from "../view/words.ts";

/** Paths are case-sensitive and are typed by people. */
export const pathCase = pathRule(
  "rest/path-case",
  {
    title: "A path segment that is not in kebab-case",
    level: "warn",
    why: "Paths are case-sensitive; people who type or guess them write lower-case words with hyphens, as in `/api-keys`.",
    fix: "Write the segment in lower-case words with hyphens between them.",
    profile: "platform",
  },
  ({ path }) =>
    segmentsOfPath(path)
      .filter(({ text }) => !text.includes("{") && !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(text))
      .map(({ text }) => ({
        message: `The segment \`${text}\` of \`${path}\` is not in kebab-case.`,
        hint: `write \`${kebabCase(text)}\``,
        detail: text,
      })),
);
