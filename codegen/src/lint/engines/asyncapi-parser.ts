import { isAbsolute, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Side } from "../../compat/side.ts";
import type { Span } from "../../diagnostics/diagnostic.ts";
import { append } from "../../load/pointer.ts";
import type { LintMistake } from "../lint-rule.ts";
import type { LintEngine } from "./engine.ts";
import { wordsOf } from "./words.ts";

/** The parser of the AsyncAPI initiative: whether a document keeps to the specification. */
export const asyncapiParser: LintEngine = {
  name: "asyncapi-parser",
  appliesTo: ({ asyncapi }) => asyncapi !== null,
  run: async (side) => {
    const file = side.asyncapi?.root.file ?? "";
    const text = side.sources.text(file) ?? "";
    const { Parser } = await import("@asyncapi/parser");
    const parser = new Parser({ __unstable: { resolver: { resolvers: readers(side) } } });
    const found = await parser.validate(text, { source: join(side.root, file) });
    return found
      .filter(({ code }) => !covered.has(String(code)))
      .map((diagnostic) => mistakeOf(side, file, diagnostic));
  },
};

/** Codes that load, or a rule of our own, reports; and one that only says that time goes by. */
const covered: ReadonlySet<string> = new Set([
  "asyncapi-latest-version",
  "asyncapi-defaultContentType",
  "asyncapi2-message-messageId",
  "asyncapi-unused-component",
  "invalid-ref",
  "parser",
]);

type Found = Awaited<
  ReturnType<InstanceType<typeof import("@asyncapi/parser").Parser>["validate"]>
>[number];

/** Files come from what is loaded already; the network is never asked. An answer keeps the parser's own readers from trying. */
function readers({ root, sources }: Side) {
  const nothing = async () => "{}";
  const read = async (uri: { toString(): string }) => {
    const file = workspaceFile(root, String(uri));
    return (file === null ? null : sources.text(file)) ?? "{}";
  };
  return [
    { schema: "file", order: 1, canRead: true, read },
    { schema: "http", order: 1, canRead: true, read: nothing },
    { schema: "https", order: 1, canRead: true, read: nothing },
  ];
}

/** A path or `file:` URL as a path of the workspace; null: it lies outside. */
function workspaceFile(root: string, place: string): string | null {
  const path = place.startsWith("file:") ? fileURLToPath(place) : decodeURIComponent(place);
  const inside = isAbsolute(path) ? relative(root, path) : path;
  return inside.startsWith("..") || isAbsolute(inside) ? null : inside.split(sep).join("/");
}

function mistakeOf(side: Side, entry: string, { source, range, ...rest }: Found): LintMistake {
  const file = (source === undefined ? null : workspaceFile(side.root, source)) ?? entry;
  const pointer = rest.path.reduce<string>((at, segment) => append(at, segment), "");
  const span: Span = {
    file,
    line: range.start.line + 1,
    column: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: Math.max(range.end.character + 1, range.start.character + 2),
  };
  const own = side.sources.spanOf({ file, pointer });
  // Where both know the place, ours is the key; theirs covers the whole value.
  const isSame = own !== null && own.line === span.line;
  return {
    rule: `asyncapi-parser/${String(rest.code)}`,
    kind: "asyncapi",
    message: sentence(rest.message),
    path: wordsOf(pointer).path,
    place: { file, pointer, span: isSame ? own : span },
    detail: rest.message,
  };
}

function sentence(message: string): string {
  const text = message.trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
