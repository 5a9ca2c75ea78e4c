import { isRecord, type Schema, type SchemaObject, targetOf } from "./json-schema.ts";
import type { Random } from "./random.ts";
import { anything, formats, names, numbers, texts } from "./values.ts";

/** A value that tries to satisfy a schema, drawn from what its keywords name; it often does, and else nearly. */
export function sample(root: Schema, random: Random): unknown {
  return drawValue([root], { root, random }, 5);
}

interface Drawing {
  readonly root: Schema;
  readonly random: Random;
}

/** The same value with one part replaced, dropped or added. */
export function nearMiss(value: unknown, random: Random): unknown {
  if (random.oneIn(3)) return replaced(value, random);
  if (Array.isArray(value) && value.length > 0) {
    const at = random.below(value.length);
    if (random.oneIn(4)) return value.filter((_, index) => index !== at);
    if (random.oneIn(4)) return [...value, random.pick(value)];
    return value.map((item, index) => (index === at ? nearMiss(item, random) : item));
  }
  if (isRecord(value) && Object.keys(value).length > 0) {
    const at = random.pick(Object.keys(value));
    if (random.oneIn(4)) return { ...value, [random.pick(names)]: random.pick(anything) };
    const others = Object.entries(value).filter(([key]) => key !== at);
    if (random.oneIn(3)) return Object.fromEntries(others);
    return { ...value, [at]: nearMiss(value[at], random) };
  }
  return replaced(value, random);
}

function replaced(value: unknown, random: Random): unknown {
  if (typeof value === "number" && !random.oneIn(3)) return value + random.pick([1, -1, 0.5, -0.5]);
  if (typeof value === "string" && !random.oneIn(3))
    return random.pick([`${value}a`, value.slice(1), `a${value}`, random.pick(texts)]);
  return random.pick(anything);
}

/** Every keyword that a value has to heed, with one branch drawn of each choice. */
function gather(schemas: readonly Schema[], { root, random }: Drawing): readonly SchemaObject[] {
  const found: SchemaObject[] = [];
  const queue: Schema[] = [...schemas];
  for (let budget = 60; queue.length > 0 && budget > 0; budget -= 1) {
    const schema = queue.shift();
    if (!isRecord(schema)) continue;
    found.push(schema);
    const { $ref, allOf, anyOf, oneOf, if: test, dependentSchemas } = schema;
    if (typeof $ref === "string") queue.push(targetOf(root, $ref));
    if (Array.isArray(allOf)) queue.push(...allOf);
    for (const choice of [anyOf, oneOf])
      if (Array.isArray(choice)) queue.push(random.pick(choice as Schema[]));
    if (test !== undefined) {
      const branch = random.oneIn(2) ? [test, schema.then] : [schema.else];
      queue.push(...(branch.filter((one) => one !== undefined) as Schema[]));
    }
    // A double negation says what it holds; a single one is heeded by luck.
    if (isRecord(schema.not) && schema.not.not !== undefined) queue.push(schema.not.not as Schema);
    else if (schema.not !== undefined && random.oneIn(6)) queue.push(schema.not as Schema);
    if (isRecord(dependentSchemas) && random.oneIn(2))
      queue.push(...(Object.values(dependentSchemas) as Schema[]));
  }
  return found;
}

function drawValue(schemas: readonly Schema[], drawing: Drawing, depth: number): unknown {
  const { random } = drawing;
  if (random.oneIn(40)) return random.pick(anything);
  const facets = gather(schemas, drawing);
  const fixed = facets.flatMap((facet) => [
    ...("const" in facet ? [facet.const] : []),
    ...(Array.isArray(facet.enum) ? (facet.enum as unknown[]) : []),
  ]);
  if (fixed.length > 0) return random.pick(fixed);
  switch (typeFor(facets, random)) {
    case "null":
      return null;
    case "boolean":
      return random.oneIn(2);
    case "integer":
      return Math.round(numberFor(facets, random));
    case "number":
      return numberFor(facets, random);
    case "string":
      return textFor(facets, random);
    case "array":
      return depth === 0 ? [] : listFor(facets, drawing, depth - 1);
    case "object":
      return depth === 0 ? {} : objectFor(facets, drawing, depth - 1);
    default:
      return random.pick(anything);
  }
}

function typeFor(facets: readonly SchemaObject[], random: Random): string {
  const stated = facets
    .filter(({ type }) => type !== undefined)
    .map(({ type }) => [type].flat() as string[]);
  const [first] = stated;
  if (first !== undefined) {
    const accepts = (list: string[], type: string) =>
      list.includes(type) || (type === "integer" && list.includes("number"));
    const options = [...first, ...(first.includes("number") ? ["integer"] : [])];
    const common = options.filter((type) => stated.every((list) => accepts(list, type)));
    return random.pick(common.length > 0 ? common : first);
  }
  const hints: readonly (readonly [RegExp, string])[] = [
    [/propert|required|dependent/i, "object"],
    [/items|contains/i, "array"],
    [/length|pattern$|format/i, "string"],
    [/minimum|maximum|multipleOf/i, "number"],
  ];
  const keywords = facets.flatMap((facet) => Object.keys(facet));
  const hinted = hints.filter(([words]) => keywords.some((key) => words.test(key)));
  return hinted.length > 0 && !random.oneIn(6) ? random.pick(hinted)[1] : "anything";
}

function numberFor(facets: readonly SchemaObject[], random: Random): number {
  const limits = facets.flatMap((facet) =>
    ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"].flatMap((key) =>
      typeof facet[key] === "number" ? [facet[key] as number] : [],
    ),
  );
  const steps = facets.flatMap(({ multipleOf }) => (multipleOf === undefined ? [] : [multipleOf]));
  const base = random.pick(limits.length > 0 && !random.oneIn(4) ? limits : numbers);
  const near = base + random.pick([0, 0, 1, -1, 0.5, -0.5]);
  const step = steps.length > 0 ? Number(random.pick(steps)) : 0;
  return step > 0 && !random.oneIn(5) ? Math.round(near / step) * step : near;
}

function textFor(facets: readonly SchemaObject[], random: Random): string {
  const named = facets.flatMap(({ format }) => formats[String(format)] ?? []);
  if (named.length > 0 && !random.oneIn(4)) return String(random.pick(named));
  const fits = texts.filter((text) =>
    facets.every(
      ({ pattern, minLength, maxLength }) =>
        (pattern === undefined || new RegExp(String(pattern), "u").test(text)) &&
        [...text].length >= Number(minLength ?? 0) &&
        [...text].length <= Number(maxLength ?? 1000),
    ),
  );
  return random.pick(fits.length > 0 && !random.oneIn(5) ? fits : texts);
}

function listFor(facets: readonly SchemaObject[], drawing: Drawing, depth: number): unknown {
  const { random } = drawing;
  const counts = facets.flatMap((facet) =>
    ["minItems", "maxItems", "minContains", "maxContains"].flatMap((key) =>
      typeof facet[key] === "number" ? [facet[key] as number] : [],
    ),
  );
  const tuple = Math.max(0, ...facets.map(({ prefixItems }) => lengthOf(prefixItems)));
  const near = random.pick([0, 1, 2, 3, tuple, tuple + 1, ...counts, ...counts.map((n) => n + 1)]);
  const length = Math.max(0, Math.min(near, 6));
  return Array.from({ length }, (_, index) => {
    const forItem = facets.flatMap((facet): Schema[] => {
      const { prefixItems, items, contains, unevaluatedItems } = facet;
      const own = Array.isArray(prefixItems) ? (prefixItems[index] ?? items) : items;
      const held = contains !== undefined && random.oneIn(2) ? [contains as Schema] : [];
      const rest = own === undefined ? unevaluatedItems : own;
      return [...held, ...(rest === undefined ? [] : [rest as Schema])];
    });
    return drawValue(forItem, drawing, depth);
  });
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

function objectFor(facets: readonly SchemaObject[], drawing: Drawing, depth: number): unknown {
  const { random } = drawing;
  const required = facets.flatMap(({ required }) => (required as string[] | undefined) ?? []);
  const declared = facets.flatMap(({ properties }) => Object.keys(properties ?? {}));
  const open = facets.some(
    (facet) => "additionalProperties" in facet || "patternProperties" in facet,
  );
  const chosen = new Set([
    ...required.filter(() => !random.oneIn(20)),
    ...declared.filter(() => random.oneIn(2)),
    ...(open && !random.oneIn(3) ? [random.pick([...names, ...texts])] : []),
    ...(random.oneIn(8) ? [random.pick(names)] : []),
  ]);
  const dependent = facets.flatMap(({ dependentRequired }) =>
    Object.entries((dependentRequired as Record<string, string[]> | undefined) ?? {}),
  );
  for (const [name, others] of dependent)
    if (chosen.has(name) && !random.oneIn(5)) for (const other of others) chosen.add(other);
  return Object.fromEntries(
    [...chosen].map((name) => [name, drawValue(schemasFor(facets, name), drawing, depth)]),
  );
}

function schemasFor(facets: readonly SchemaObject[], name: string): readonly Schema[] {
  return facets.flatMap((facet): Schema[] => {
    const own = (facet.properties as Record<string, Schema> | undefined)?.[name];
    const matching = Object.entries((facet.patternProperties ?? {}) as Record<string, Schema>)
      .filter(([pattern]) => new RegExp(pattern, "u").test(name))
      .map(([, schema]) => schema);
    const found = own === undefined ? matching : [own, ...matching];
    const rest = facet.additionalProperties ?? facet.unevaluatedProperties;
    return found.length > 0 || rest === undefined ? found : [rest as Schema];
  });
}
