import { documentRule } from "../view/define.ts";
import { segmentsOfPath } from "../view/resource.ts";
import { caseOf } from "../view/words.ts";

/** One document, one way to write paths. */
export const consistentPathCase = documentRule(
  "rest/consistent-path-case",
  {
    title: "Paths in more than one case",
    level: "info",
    why: "Clients cannot guess how a path is written where `/apiKeys` stands beside `/user-profiles`.",
    fix: "Write all paths as most of them are written.",
  },
  (_root, { paths }) => {
    const found = paths.flatMap((path) =>
      segmentsOfPath(path.path).flatMap(({ text, parameter }) => {
        const casing = parameter === null ? caseOf(text) : null;
        return casing === null ? [] : [{ path, text, casing }];
      }),
    );
    const counts = new Map<string, number>();
    for (const { casing } of found) counts.set(casing, (counts.get(casing) ?? 0) + 1);
    const [usual] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
    const seen = new Set<string>();
    return found
      .filter(({ casing, text }) => casing !== usual && !seen.has(text) && seen.add(text))
      .map(({ path, text, casing }) => ({
        message: `\`${text}\` is in ${casing}, while most paths are in ${usual}.`,
        at: path.entry,
        path: [path.path],
        detail: text,
      }));
  },
);
