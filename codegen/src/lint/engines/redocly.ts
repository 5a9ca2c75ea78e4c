import { existsSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import type { BaseResolver, Config, NormalizedProblem, RuleSeverity } from "@redocly/openapi-core";
import type { Side } from "../../compat/side.ts";
import type { LintMistake } from "../lint-rule.ts";
import type { LintEngine } from "./engine.ts";
import { coveredByUs, redoclyLevels } from "./redocly-rules.ts";
import { wordsOf } from "./words.ts";

type Redocly = typeof import("@redocly/openapi-core");

/** Redocly's linter: validity of the OpenAPI document, and style that no rule of our own looks at. */
export const redocly: LintEngine = {
  name: "redocly",
  appliesTo: ({ openapi }) => openapi !== null,
  run: async (side) => {
    const library = await import("@redocly/openapi-core");
    const refused: string[] = [];
    const externalRefResolver = createResolver(library, side, refused);
    const settings = settingsOf(side);
    const config = await configOf(library, settings, externalRefResolver);
    // Redocly goes on without the rules that it could not read.
    if (refused[0] !== undefined)
      throw new Error(`its settings name ${refused[0]}, which is not in the workspace`);
    const ref = join(side.root, side.openapi?.root.file ?? "");
    const problems = await library.lint({ ref, config, externalRefResolver });
    return problems
      .filter(({ ruleId, ignored }) => ignored !== true && !coveredByUs.has(ruleId))
      .map((problem) => ({
        ...mistakeOf(library, side, problem),
        ...(settings === null ? {} : { level: problem.severity }),
      }));
  },
};

/** Reads files of the workspace and nothing else: no network, no other folders. What it refuses is added to the list. */
function createResolver(
  { BaseResolver, Source, ResolveError }: Redocly,
  side: Side,
  refused: string[],
): BaseResolver {
  const resolver = new BaseResolver();
  resolver.loadExternalRef = async (absolute) => {
    const file = isAbsolute(absolute) ? workspaceFile(side.root, absolute) : null;
    const text = file === null ? null : side.sources.text(file);
    if (text === null) {
      refused.push(file ?? absolute);
      throw new ResolveError(new Error(`${absolute} is not in the workspace`));
    }
    return new Source(absolute, text.replaceAll("\r\n", "\n"));
  };
  return resolver;
}

/** The user's settings of Redocly; null: there are none. */
function settingsOf({ root }: Side): string | null {
  const paths = ["redocly.yaml", "redocly.yml"].map((name) => join(root, name));
  return paths.find((path) => existsSync(path)) ?? null;
}

/** The user's settings (their plugins are code and are not run), else our choice of rules. */
async function configOf(
  { loadConfig, createConfig }: Redocly,
  settings: string | null,
  externalRefResolver: BaseResolver,
): Promise<Config> {
  if (settings !== null)
    return loadConfig({ configPath: settings, skipPluginEval: true, externalRefResolver });
  const rules = Object.entries(redoclyLevels).map(([id, level]): [string, RuleSeverity] => [
    id,
    level === "error" ? "error" : "warn",
  ]);
  return createConfig({ rules: Object.fromEntries(rules) });
}

function workspaceFile(root: string, path: string): string | null {
  const inside = relative(root, path);
  return inside.startsWith("..") || isAbsolute(inside) ? null : inside.split(sep).join("/");
}

function mistakeOf(library: Redocly, side: Side, problem: NormalizedProblem): LintMistake {
  const [location] = problem.location;
  const absolute = location?.source.absoluteRef ?? "";
  const file = workspaceFile(side.root, absolute) ?? side.openapi?.root.file ?? "";
  const pointer = (location?.pointer ?? "").replace(/^#\/?/, "/").replace(/^\/$/, "");
  const words = wordsOf(pointer);
  const part = location?.reportOnKey === true ? "key" : "value";
  const text = problem.message.trim().replaceAll(/\s*\n\s*/g, " ");
  const span = location === undefined ? null : spanOf(library, location, file);
  const [suggestion] = problem.suggest;
  return {
    rule: `redocly/${problem.ruleId}`,
    kind: "openapi",
    message: /[.!?]$/.test(text) ? text : `${text}.`,
    ...words,
    place: { file, pointer, part, ...(span === null ? {} : { span }) },
    detail: text,
    ...(suggestion === undefined ? {} : { hint: `did you mean \`${suggestion}\`?` }),
  };
}

function spanOf(
  { getLineColLocation }: Redocly,
  location: NormalizedProblem["location"][number],
  file: string,
) {
  const { start, end = start } = getLineColLocation(location);
  // A caret under a whole block tells nothing: its first line does.
  const isLong = end.line !== start.line;
  return {
    file,
    line: start.line,
    column: start.col,
    endLine: start.line,
    endColumn: isLong ? start.col + 1 : Math.max(end.col, start.col + 1),
  };
}
