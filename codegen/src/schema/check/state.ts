import type { ImportCollector } from "../../emit/imports.ts";
import { stringLiteral, templateText } from "../../emit/literals.ts";
import type { Printer } from "../../emit/printer.ts";
import type { JsonSchema, SchemaId } from "../../model/model.ts";

/**
 * What happens where a value is refused: `report` adds a violation and goes on; `test` leaves the
 * labelled block, so that nothing is allocated for a branch that does not match.
 */
export type Mode = { readonly kind: "report" } | TestMode;
export interface TestMode {
  readonly kind: "test";
  readonly label: string;
  /** Set once a `break` is emitted: an unused label or code after a certain break would be noise. */
  used: boolean;
}

/** State of the emission of one validator. */
export interface Emission {
  readonly printer: Printer;
  readonly imports: ImportCollector;
  /** Name of the validator; hoisted constants derive from it. */
  readonly name: string;
  /** Named schemas whose keywords are being emitted, see `resolvePart`. */
  readonly owners: readonly SchemaId[];
  /** The named schema the validator belongs to; null: none. */
  readonly self: SchemaId | null;
  /** Whether the validator has a `depth` parameter. */
  readonly recursive: boolean;
  /** Constants to put before the function. */
  readonly constants: string[];
  /** Local names in use. */
  readonly locals: Set<string>;
}

/** A value under validation. */
export interface Target {
  /** Expression of the value: an identifier. */
  readonly value: string;
  /** Its pointer relative to `path`, as the inside of a template literal. */
  readonly pointer: string;
}

/** Where to validate what. */
export interface Site {
  readonly emission: Emission;
  readonly target: Target;
  readonly mode: Mode;
}

/** Emits the code that validates the site's value against a schema. */
export type EmitSchema = (schema: JsonSchema, site: Site) => void;

/** Emits what refuses the value of the site, or of `at` if given. */
export function emitFail(
  site: Site,
  keyword: string,
  expected: string,
  at: Target = site.target,
): void {
  const { emission, mode } = site;
  if (mode.kind === "test") {
    mode.used = true;
    emission.printer.line(`break ${mode.label};`);
    return;
  }
  emission.printer.call(
    emission.imports.runtimeValue("fail"),
    ["violations", pathOf(at), stringLiteral(keyword), stringLiteral(shorten(expected)), at.value],
    ";",
  );
}

/** Emits the refusal under conditions that must all hold. */
export function emitFailIf(
  site: Site,
  conditions: readonly string[],
  keyword: string,
  expected: string,
  at?: Target,
): void {
  site.emission.printer.when(conditions, () => emitFail(site, keyword, expected, at));
}

/** The expression of a target's full pointer. */
export function pathOf({ pointer }: Target): string {
  return pointer === "" ? "path" : `\`\${path}${pointer}\``;
}

/** The target of a fixed member: a property name or an index. */
export function memberTarget(parent: Target, token: string, value: string): Target {
  const escaped = token.replaceAll("~", "~0").replaceAll("/", "~1");
  return { value, pointer: `${parent.pointer}/${templateText(escaped)}` };
}

/** A local name like `wanted` that is free in this validator. */
export function freshName(emission: Emission, wanted: string): string {
  const ascii = wanted
    .replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? "")
    .replace(/^[A-Z]/, (first) => first.toLowerCase());
  const base = /^[a-z]/.test(ascii) ? ascii : `member${ascii}`;
  const safe = unsafeNames.has(base) || unsafePrefix.test(base) ? `${base}Value` : base;
  let name = safe;
  for (let n = 2; emission.locals.has(name); n++) name = `${safe}${n}`;
  emission.locals.add(name);
  return name;
}

const unsafePrefix = /^(?:is|check|imported)/;

/** Reserved words, parameters of validators, globals and helpers that emitted code uses. */
const unsafeNames = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval
  export extends false finally for function if implements import in instanceof interface let new null
  package private protected public return static super switch this throw true try typeof undefined var
  void while with yield async of value path violations depth fail relocate exhausted codePointLength
  countProperties duplicateIndex deepEqual describe pointerToken maxViolations`.split(/\s+/),
);

/** Hoists a constant out of the function; equal expressions share one. */
export function hoist(emission: Emission, kind: string, expression: string): string {
  const known = emission.constants.find((line) => line.endsWith(` = ${expression};`));
  if (known !== undefined) return known.slice("const ".length, known.indexOf(" = "));
  const count = emission.constants.filter((line) => line.includes(`_${kind}`)).length;
  // No other emitted name has an underscore, so this one is free in every module.
  const name = `${emission.name}_${kind}${count + 1}`;
  emission.constants.push(`const ${name} = ${expression};`);
  return name;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
