import { isObject } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import { isMultipleOf } from "../values/decimal.ts";
import { formatName, hasFormat } from "../values/formats.ts";
import { valueKey } from "../values/json.ts";
import { patternOf } from "../values/patterns.ts";
import { evaluationOf } from "./evaluated.ts";
import type { Part } from "./part.ts";
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

const unknownKeywords = [
  "if",
  "contains",
  "propertyNames",
  "dependentSchemas",
  "dependentRequired",
];

function acceptsPart(part: Part, value: unknown, shape: Shape, inner: Inner): Verdict {
  if (part.never) return false;
  if (part.values !== null) {
    const key = valueKey(value);
    if (!part.values.some((one) => valueKey(one.value) === key)) return false;
  }
  const not = part.get("not");
  const excluded = not === undefined ? false : inner(not, value);
  const isStructured = typeof value === "object" && value !== null;
  const isUnknown =
    part.opaque !== "" ||
    part.get("if") !== undefined ||
    (isStructured && isVague(part, shape)) ||
    (isStructured && unknownKeywords.some((name) => part.get(name) !== undefined));
  return all([
    excluded === null ? null : !excluded,
    acceptsText(part, value),
    isUnknown ? null : true,
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
