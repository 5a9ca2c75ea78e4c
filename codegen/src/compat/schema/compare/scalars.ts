import type { Located } from "../../../load/reference.ts";
import { type LimitName, limitWords } from "../kinds/limits.ts";
import type { SchemaChangeKind } from "../kinds.ts";
import { liveTypes } from "../shape/live-types.ts";
import type { Shape } from "../shape/shapes.ts";
import { typeBits } from "../shape/types.ts";
import { isTighter, keywordsIn, type Limit, limitIn } from "../shape/views.ts";
import { isMultipleOf } from "../values/decimal.ts";
import { formatName, isFormatWithin, isNumericFormat } from "../values/formats.ts";
import { type Inclusion, isWithin, type TextLimit } from "../values/patterns.ts";
import { placeIn, type Scene } from "./scene.ts";

/** Compares one limit; `null` stands for none. */
export function compareLimit(
  scene: Scene,
  name: LimitName,
  old: Limit | null,
  now: Limit | null,
  isImplied: (limit: Limit, side: "old" | "new") => boolean = () => false,
): void {
  const { noun, bound } = limitWords[name];
  if (old !== null && now !== null && old.value === now.value && old.exclusive === now.exclusive)
    return;
  const isNarrower = now !== null && (old === null || isTighter(now, old, bound));
  const tighter = isNarrower ? now : old;
  if (tighter === null || isImplied(tighter, isNarrower ? "old" : "new")) return;
  const move =
    old === null
      ? "added"
      : now === null
        ? "removed"
        : isNarrower === (bound === "least")
          ? "raised"
          : "lowered";
  const message =
    old === null
      ? `the ${noun} of % is now ${limitText(tighter)}`
      : now === null
        ? `the ${noun} of %, ${limitText(old)}, was removed`
        : `the ${noun} of % went from ${limitText(old)} to ${limitText(now)}`;
  scene.change({
    kind: `${name}-${move}`,
    message,
    old: placeIn(scene.old, old?.at),
    now: placeIn(scene.now, now?.at),
  });
}

function limitText({ value, exclusive }: Limit): string {
  return exclusive ? `${value} (exclusive)` : String(value);
}

/** Numbers: limits, steps, formats. */
export function compareNumbers(scene: Scene): void {
  for (const [name, keywords, bound] of [
    ["minimum", ["minimum", "exclusiveMinimum"], "least"],
    ["maximum", ["maximum", "exclusiveMaximum"], "most"],
  ] as const) {
    const both = ([scene.old, scene.now] as const).map((shape) =>
      rounded(scene, shape, limitIn(shape, keywords, bound), bound),
    );
    compareLimit(scene, name, both[0] ?? null, both[1] ?? null);
  }
  compareSteps(scene);
  compareFormats(scene, isNumericFormat);
}

/** Limits of whole numbers, at the whole number that they let in. */
function rounded(
  scene: Scene,
  shape: Shape,
  limit: Limit | null,
  bound: "least" | "most",
): Limit | null {
  const isWhole = (liveTypes(scene.shapes, shape) & typeBits.fraction) === 0;
  if (limit === null || !isWhole) return limit;
  const { value, exclusive, at } = limit;
  const whole = bound === "least" ? Math.ceil(value) : Math.floor(value);
  const step = exclusive && whole === value ? (bound === "least" ? 1 : -1) : 0;
  return { value: whole + step, exclusive: false, at };
}

function compareSteps(scene: Scene): void {
  const [old, now] = [scene.old, scene.now].map((shape) => keywordsIn(shape, "multipleOf")) as [
    readonly Located[],
    readonly Located[],
  ];
  const [oldWhole, nowWhole] = [scene.old, scene.now].map(
    (shape) => (liveTypes(scene.shapes, shape) & typeBits.fraction) === 0,
  );
  const missing = (
    steps: readonly Located[],
    by: readonly Located[],
    isWhole: boolean | undefined,
  ) =>
    steps.filter(
      ({ value }) =>
        !by.some((other) => isMultipleOf(Number(other.value), Number(value))) &&
        !(isWhole && isMultipleOf(1, Number(value))),
    );
  const narrowing = missing(now, old, oldWhole);
  const widening = missing(old, now, nowWhole);
  const move = moveOf(narrowing, widening, old, now);
  if (move === null) return;
  const [from, to] = [widening[0] ?? old[0], narrowing[0] ?? now[0]];
  scene.change({
    kind: `multiple-of-${move}`,
    message:
      from === undefined
        ? `% must now be a multiple of ${String(to?.value)}`
        : to === undefined
          ? `% need not be a multiple of ${String(from.value)} any more`
          : `% must now be a multiple of ${String(to.value)} instead of ${String(from.value)}`,
    old: placeIn(scene.old, from),
    now: placeIn(scene.now, to),
  });
}

function moveOf(
  narrowing: readonly unknown[],
  widening: readonly unknown[],
  old: readonly unknown[],
  now: readonly unknown[],
): "added" | "removed" | "narrowed" | "widened" | "changed" | null {
  if (narrowing.length > 0 && widening.length > 0) return "changed";
  if (narrowing.length > 0) return old.length === 0 ? "added" : "narrowed";
  if (widening.length > 0) return now.length === 0 ? "removed" : "widened";
  return null;
}

interface Format {
  readonly at: Located;
  readonly name: string;
}

function formatsIn(shape: Shape, belongs: (format: string) => boolean): readonly Format[] {
  return keywordsIn(shape, "format").flatMap((at) => {
    const name = typeof at.value === "string" ? formatName(at.value) : null;
    return name !== null && belongs(name) ? [{ at, name }] : [];
  });
}

function compareFormats(scene: Scene, belongs: (format: string) => boolean): void {
  const old = formatsIn(scene.old, belongs);
  const now = formatsIn(scene.now, belongs);
  const missing = (formats: readonly Format[], by: readonly Format[]) =>
    formats.filter(({ name }) => !by.some((other) => isFormatWithin(other.name, name)));
  const narrowing = missing(now, old);
  const widening = missing(old, now);
  const move = moveOf(narrowing, widening, old, now);
  if (move === null) return;
  const [from, to] = [widening[0] ?? old[0], narrowing[0] ?? now[0]];
  scene.change({
    kind: `format-${move}`,
    message:
      from === undefined
        ? `% must now have the format \`${to?.name}\``
        : to === undefined
          ? `% need not have the format \`${from.name}\` any more`
          : `the format of % went from \`${from.name}\` to \`${to.name}\``,
    old: placeIn(scene.old, from?.at),
    now: placeIn(scene.now, to?.at),
  });
}

interface TextView {
  readonly patterns: readonly Located[];
  readonly min: Limit | null;
  readonly max: Limit | null;
  readonly limits: readonly TextLimit[];
}

function textView(shape: Shape): TextView {
  const patterns = keywordsIn(shape, "pattern").filter(({ value }) => typeof value === "string");
  const min = limitIn(shape, ["minLength"], "least");
  const max = limitIn(shape, ["maxLength"], "most");
  const limits: TextLimit[] = patterns.map(({ value }) => ({
    kind: "pattern",
    pattern: String(value),
  }));
  if (min !== null || max !== null)
    limits.push(lengthOf(min?.value ?? 0, max?.value ?? Number.POSITIVE_INFINITY));
  return { patterns, min: min?.value === 0 ? null : min, max, limits };
}

function lengthOf(min: number, max: number): TextLimit {
  return { kind: "length", min, max };
}

/** Texts: lengths, patterns, formats, contents. */
export function compareTexts(scene: Scene): void {
  const old = textView(scene.old);
  const now = textView(scene.now);
  const views = { old, new: now };
  const implied = (bound: "least" | "most") => (limit: Limit, side: "old" | "new") => {
    const { patterns, limits } = views[side];
    if (patterns.length === 0) return false;
    const length =
      bound === "least"
        ? lengthOf(limit.value, Number.POSITIVE_INFINITY)
        : lengthOf(0, limit.value);
    return isYes(isWithin(limits, length));
  };
  compareLimit(scene, "min-length", old.min, now.min, implied("least"));
  compareLimit(scene, "max-length", old.max, now.max, implied("most"));
  comparePatterns(scene, old, now);
  compareFormats(scene, (format) => !isNumericFormat(format));
  compareContents(scene);
}

function isYes(inclusion: Inclusion): boolean {
  return "decided" in inclusion && inclusion.decided;
}

function comparePatterns(scene: Scene, old: TextView, now: TextView): void {
  const judge = (patterns: readonly Located[], by: TextView) =>
    patterns.flatMap((at) => {
      const result = isWithin(by.limits, { kind: "pattern", pattern: String(at.value) });
      return isYes(result) ? [] : [{ at, result }];
    });
  const narrowing = judge(now.patterns, old);
  const widening = judge(old.patterns, now);
  const move = moveOf(narrowing, widening, old.patterns, now.patterns);
  if (move === null) return;
  const [from, to] = [widening[0]?.at ?? old.patterns[0], narrowing[0]?.at ?? now.patterns[0]];
  const places = { old: placeIn(scene.old, from), now: placeIn(scene.now, to) };
  const unknown = [...narrowing, ...widening].find(({ result }) => "reason" in result);
  const isPlain = move === "added" || move === "removed";
  const reason = unknown !== undefined && "reason" in unknown.result ? unknown.result.reason : "";
  const kind: SchemaChangeKind =
    reason !== "" && !isPlain ? "pattern-undecided" : `pattern-${move}`;
  const message =
    from === undefined
      ? `% must now match \`${String(to?.value)}\``
      : to === undefined
        ? `% need not match \`${String(from.value)}\` any more`
        : `the pattern of % went from \`${String(from.value)}\` to \`${String(to.value)}\``;
  scene.change({
    kind,
    message: kind === "pattern-undecided" ? `${message}; ${reason}` : message,
    ...places,
  });
}

function compareContents(scene: Scene): void {
  for (const [keyword, kind] of [
    ["contentEncoding", "content-encoding-changed"],
    ["contentMediaType", "content-media-type-changed"],
  ] as const) {
    const [from] = keywordsIn(scene.old, keyword);
    const [to] = keywordsIn(scene.now, keyword);
    if (from?.value === to?.value) continue;
    const noun = keyword === "contentEncoding" ? "encoding" : "media type";
    scene.change({
      kind,
      message: `the ${noun} of % went from ${text(from)} to ${text(to)}`,
      old: placeIn(scene.old, from),
      now: placeIn(scene.now, to),
    });
  }
  const [from, to] = [scene.old, scene.now].map((shape) => keywordsIn(shape, "contentSchema"));
  if (from?.length || to?.length) scene.edge(from ?? [], to ?? [], "(content)");
}

function text(keyword: Located | undefined): string {
  return keyword === undefined ? "none" : `\`${String(keyword.value)}\``;
}
