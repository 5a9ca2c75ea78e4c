import {
  type CharacterClass,
  CharSet,
  CombinedTransformer,
  type Concatenation,
  DFA,
  type Element,
  type Expression,
  isDisjointWith,
  JS,
  NFA,
  type NoParent,
  Transformers,
  transform,
} from "refa";

/** Whether every text that matches all of some patterns matches another one; `reason` where it cannot be told. */
export type Inclusion = { readonly decided: boolean } | { readonly reason: string };

/** A language of texts: a pattern, searched anywhere, or a range of lengths in code points. */
export type TextLimit =
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "length"; readonly min: number; readonly max: number };

const maxStates = 4_000;
const longestLength = 300;
const maxCharacter = 0x10ffff;

const inclusions = new Map<string, Inclusion>();
const automata = new Map<string, NFA | string>();
const expressions = new Map<string, RegExp | null>();

/** The compiled pattern as JSON Schema reads it, or null when it is none. */
export function patternOf(pattern: string): RegExp | null {
  let known = expressions.get(pattern);
  if (known === undefined) {
    known = compile(pattern, "u") ?? compile(pattern, "");
    expressions.set(pattern, known);
  }
  return known;
}

function compile(pattern: string, flags: string): RegExp | null {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return null;
  }
}

/** Whether the texts within all limits of `sub` are within `sup`. */
export function isWithin(sub: readonly TextLimit[], sup: TextLimit): Inclusion {
  const key = `${sub.map(keyOf).sort().join(" & ")} in ${keyOf(sup)}`;
  let known = inclusions.get(key);
  if (known === undefined) {
    known = decide(sub, sup);
    inclusions.set(key, known);
  }
  return known;
}

/** Whether no text is within all limits. */
export function isImpossible(limits: readonly TextLimit[]): Inclusion {
  return isWithin(limits, { kind: "length", min: 1, max: 0 });
}

function keyOf(limit: TextLimit): string {
  return limit.kind === "pattern"
    ? JSON.stringify(limit.pattern)
    : `length ${limit.min}..${limit.max}`;
}

function decide(sub: readonly TextLimit[], sup: TextLimit): Inclusion {
  if (sub.some((limit) => keyOf(limit) === keyOf(sup))) return { decided: true };
  const limits = sub.filter((limit) => !isHuge(limit));
  if (isHuge(sup)) return { reason: "the length is too large to be computed with the pattern" };
  const right = automatonOf(sup);
  if (typeof right === "string") return { reason: right };
  try {
    let left: NFA | null = null;
    for (const limit of limits) {
      const next = automatonOf(limit);
      // Leaving a limit out makes the left side larger: an inclusion that holds then holds anyway.
      if (typeof next === "string") continue;
      left =
        left === null
          ? next
          : NFA.fromIntersection(left, next, new NFA.LimitedNodeFactory(maxStates));
    }
    const all = left ?? NFA.all({ maxCharacter });
    const outside = DFA.fromFA(right, new DFA.LimitedNodeFactory(maxStates));
    outside.complement(new DFA.LimitedNodeFactory(maxStates));
    if (isDisjointWith(all, outside, maxStates * 10)) return { decided: true };
    const unknown = limits.map(automatonOf).find((found) => typeof found === "string");
    return unknown === undefined ? { decided: false } : { reason: unknown as string };
  } catch {
    return { reason: "the patterns are too large to be computed" };
  }
}

function isHuge(limit: TextLimit): boolean {
  if (limit.kind === "pattern") return false;
  const largest = limit.max === Number.POSITIVE_INFINITY ? limit.min : limit.max;
  return largest > longestLength && limit.min <= limit.max;
}

/** The automaton of all texts within a limit, or why there is none. */
function automatonOf(limit: TextLimit): NFA | string {
  const key = keyOf(limit);
  let known = automata.get(key);
  if (known === undefined) {
    known = build(limit);
    automata.set(key, known);
  }
  return known;
}

function build(limit: TextLimit): NFA | string {
  if (limit.kind === "length") {
    if (limit.min > limit.max) return NFA.empty({ maxCharacter });
    const max = limit.max === Number.POSITIVE_INFINITY ? "" : String(limit.max);
    return build({ kind: "pattern", pattern: `^[^]{${limit.min},${max}}$` });
  }
  try {
    const parser = JS.Parser.fromLiteral({ source: limit.pattern, flags: "u" });
    const { expression } = parser.parse({ backreferences: "throw", assertions: "parse" });
    const searched = applied(anywhere(expression.alternatives));
    return NFA.fromRegex(
      searched,
      { maxCharacter },
      { assertions: "throw" },
      new NFA.LimitedNodeFactory(maxStates),
    );
  } catch {
    return `the pattern \`${limit.pattern}\` uses what an automaton cannot follow`;
  }
}

/** A pattern matches a part of a text unless it is anchored: free texts are put around what has no anchor. */
function anywhere(alternatives: readonly NoParent<Concatenation>[]): NoParent<Expression> {
  return {
    type: "Expression",
    alternatives: alternatives.map(({ elements }) => {
      const [first] = elements;
      const start = first !== undefined && isEdge(first, "behind");
      const inner = start ? elements.slice(1) : elements;
      const last = inner.at(-1);
      const end = last !== undefined && isEdge(last, "ahead");
      const body = end ? inner.slice(0, -1) : inner;
      return {
        type: "Concatenation",
        elements: [...(start ? [] : [anything()]), ...body, ...(end ? [] : [anything()])],
      };
    }),
  };
}

function anything(): NoParent<Element> {
  return {
    type: "Quantifier",
    min: 0,
    max: Number.POSITIVE_INFINITY,
    lazy: false,
    alternatives: [{ type: "Concatenation", elements: [anyCharacter()] }],
  };
}

function anyCharacter(): NoParent<CharacterClass> {
  return { type: "CharacterClass", characters: CharSet.all(maxCharacter) };
}

/** `^` is parsed as "no character before", `$` as "no character after". */
function isEdge(element: NoParent<Element>, kind: "ahead" | "behind"): boolean {
  if (element.type !== "Assertion" || element.kind !== kind || !element.negate) return false;
  const [only, ...more] = element.alternatives;
  const [inner, ...rest] = only?.elements ?? [];
  return (
    more.length === 0 &&
    rest.length === 0 &&
    inner?.type === "CharacterClass" &&
    inner.characters.isAll
  );
}

function applied(expression: NoParent<Expression>): NoParent<Expression> {
  const transformer = new CombinedTransformer([
    Transformers.simplify(),
    Transformers.applyAssertions(),
    Transformers.removeDeadBranches(),
  ]);
  return transform(transformer, expression);
}
