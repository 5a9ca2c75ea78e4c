import { isObject } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import { isMultipleOf } from "../values/decimal.ts";
import { formatName, hasFormat } from "../values/formats.ts";
import { valueKey } from "../values/json.ts";
import { patternOf } from "../values/patterns.ts";
import { evaluationOf } from "./evaluated.ts";
import type { Part } from "./part.ts";
import { below } from "./reader.ts";
import type { Shape, Shapes } from "./shapes.ts";
import { bitOf } from "./types.ts";
import { isTighter, itemIn, limitIn, propertyIn, requiredIn } from "./views.ts";

/** Whether a shape accepts a value; null where it cannot be told. */
export type Verdict = boolean | null;

/** What was asked already, by shape and value. */
type Asked = Map<Shape, Map<unknown, Verdict>>;

/** Alternatives within alternatives that are followed; beyond that it is not told. */
const deepest = 60;

/** Judges values by shapes. */
export function accepts(shapes: Shapes, shape: Shape, value: unknown): Verdict {
  return judge({ shapes, asked: new Map() }, shape, value, 0);
}

/** Asks each question once: where alternatives lead back to one that is still open, it cannot be told. */
function judge(
  context: { readonly shapes: Shapes; readonly asked: Asked },
  shape: Shape,
  value: unknown,
  depth: number,
): Verdict {
  const { shapes, asked } = context;
  if (depth > deepest) return null;
  if ((shapes.types(shape) & bitOf(value)) === 0) return false;
  const verdicts = asked.get(shape) ?? new Map<unknown, Verdict>();
  const known = verdicts.get(value);
  if (known !== undefined) return known;
  asked.set(shape, verdicts.set(value, null));
  const inner = (schemas: readonly Located[], part: Part | undefined, at: unknown) =>
    judge(context, shapes.of(schemas, part?.side ?? "new"), at, depth + 1);
  const verdict = verdictOf(shape, value, inner);
  verdicts.set(value, verdict);
  return verdict;
}

type Ask = (schemas: readonly Located[], part: Part | undefined, value: unknown) => Verdict;

function verdictOf(shape: Shape, value: unknown, inner: Ask): Verdict {
  const [first] = shape.parts;
  const checks: Verdict[] = [
    all(
      shape.parts.map((part) => acceptsPart(part, value, shape, (at, v) => inner([at], part, v))),
    ),
    acceptsLimits(shape, value),
    ...shape.unions.map((union) => {
      const verdicts = union.branches.map((branch) => inner([branch], union.holder, value));
      return union.kind === "any" ? some(verdicts) : exactlyOne(verdicts);
    }),
  ];
  if (Array.isArray(value))
    checks.push(...value.map((item, index) => inner(itemIn(shape, index), first, item)));
  else if (isObject(value))
    checks.push(
      ...[...requiredIn(shape).keys()].map((name) => Object.hasOwn(value, name)),
      ...Object.entries(value).map(([name, member]) => {
        const view = propertyIn(shape, name);
        return view.forbiddenBy === null && inner(view.schemas, first, member);
      }),
    );
  return all(checks);
}

type Inner = (at: Located, value: unknown) => Verdict;

function acceptsPart(part: Part, value: unknown, shape: Shape, inner: Inner): Verdict {
  if (part.never) return false;
  if (part.values !== null) {
    const key = valueKey(value);
    if (!part.values.some((one) => valueKey(one.value) === key)) return false;
  }
  const not = part.get("not");
  const excluded = not === undefined ? false : inner(not, value);
  const isStructured = typeof value === "object" && value !== null;
  return all([
    excluded === null ? null : !excluded,
    acceptsText(part, value),
    acceptsCondition(part, value, inner),
    Array.isArray(value) ? contains(part, value, inner) : true,
    isObject(value) ? acceptsNames(part, value, inner) : true,
    part.opaque !== "" || (isStructured && isVague(part, shape)) ? null : true,
  ]);
}

function acceptsCondition(part: Part, value: unknown, inner: Inner): Verdict {
  const test = part.get("if");
  if (test === undefined) return true;
  const branch = (name: "then" | "else"): Verdict => {
    const at = part.get(name);
    return at === undefined ? true : inner(at, value);
  };
  switch (inner(test, value)) {
    case true:
      return branch("then");
    case false:
      return branch("else");
    case null: {
      const [yes, no] = [branch("then"), branch("else")];
      return yes === no ? yes : null;
    }
  }
}

function contains(part: Part, items: readonly unknown[], inner: Inner): Verdict {
  const at = part.get("contains");
  if (at === undefined) return true;
  const number = (name: string, otherwise: number) => {
    const value = part.get(name)?.value;
    return typeof value === "number" ? value : otherwise;
  };
  const least = number("minContains", 1);
  const most = number("maxContains", Number.POSITIVE_INFINITY);
  const verdicts = items.map((item) => inner(at, item));
  const sure = verdicts.filter((verdict) => verdict === true).length;
  const possible = verdicts.filter((verdict) => verdict !== false).length;
  if (sure > most || possible < least) return false;
  return sure >= least && possible <= most ? true : null;
}

/** What depends on the names of properties. */
function acceptsNames(part: Part, value: Readonly<Record<string, unknown>>, inner: Inner): Verdict {
  const names = Object.keys(value);
  const of = (keyword: string): Located | undefined => {
    const at = part.get(keyword);
    return isObject(at?.value) ? at : undefined;
  };
  const [needs, schemas] = [of("dependentRequired"), of("dependentSchemas")];
  const allowed = part.get("propertyNames");
  return all([
    ...names.map((name) => (allowed === undefined ? true : inner(allowed, name))),
    ...names.map((name) => {
      const others = needs === undefined ? [] : below(needs, name).value;
      return !Array.isArray(others) || others.every((other) => names.includes(String(other)));
    }),
    ...names.map((name) =>
      schemas === undefined || !Object.hasOwn(schemas.value as object, name)
        ? true
        : inner(below(schemas, name), value),
    ),
  ]);
}

/** True where alternatives or conditions decide what is left unevaluated. */
function isVague(part: Part, shape: Shape): boolean {
  const isAsked =
    part.get("unevaluatedProperties") !== undefined || part.get("unevaluatedItems") !== undefined;
  return isAsked && evaluationOf(shape, part).perhaps.size > 0;
}

function acceptsText(part: Part, value: unknown): Verdict {
  const multiple = part.get("multipleOf")?.value;
  const format = part.get("format")?.value;
  const name = typeof format === "string" ? formatName(format) : null;
  if (typeof value === "number")
    return all([
      typeof multiple === "number" ? isMultipleOf(value, multiple) : true,
      name === null ? true : hasFormat(value, name),
    ]);
  if (typeof value !== "string") return true;
  const pattern = part.get("pattern")?.value;
  return all([
    typeof pattern === "string" ? (patternOf(pattern)?.test(value) ?? null) : true,
    name === null ? true : hasFormat(value, name),
  ]);
}

function acceptsLimits(shape: Shape, value: unknown): boolean {
  const check = (
    size: number,
    least: readonly [string, string?],
    most: readonly [string, string?],
  ) => {
    const min = limitIn(shape, least, "least");
    const max = limitIn(shape, most, "most");
    const given = { value: size, exclusive: false, at: shape.parts[0]?.at as Located };
    return (
      (min === null || !isTighter(min, given, "least")) &&
      (max === null || !isTighter(max, given, "most"))
    );
  };
  if (typeof value === "number")
    return check(value, ["minimum", "exclusiveMinimum"], ["maximum", "exclusiveMaximum"]);
  if (typeof value === "string") return check([...value].length, ["minLength"], ["maxLength"]);
  if (Array.isArray(value)) {
    const unique = shape.parts.some((part) => part.get("uniqueItems")?.value === true);
    if (unique && new Set(value.map(valueKey)).size < value.length) return false;
    return check(value.length, ["minItems"], ["maxItems"]);
  }
  if (isObject(value))
    return check(Object.keys(value).length, ["minProperties"], ["maxProperties"]);
  return true;
}

function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes(null) ? null : true;
}

function some(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(true)) return true;
  return verdicts.includes(null) ? null : false;
}

function exactlyOne(verdicts: readonly Verdict[]): Verdict {
  const sure = verdicts.filter((verdict) => verdict === true).length;
  if (sure > 1) return false;
  return verdicts.includes(null) ? null : sure === 1;
}
