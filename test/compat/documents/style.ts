import type { Schema, SchemaObject } from "../schemas/json-schema.ts";
import type { Random } from "../schemas/random.ts";
import { refactor, shuffle } from "../schemas/refactor.ts";

/** How one rendering of a contract writes what can be written in several ways. */
export interface Style {
  readonly random: Random;
  /** Names of the definitions `A` and `B`, as this rendering calls its components. */
  readonly names: Readonly<Record<"A" | "B", string>>;
  /** Whether schemas are also rewritten. */
  readonly rewrites: boolean;
}

/** Styles differ in every name and order that never reaches the wire. */
export function createStyle(random: Random, { rewrites }: { readonly rewrites: boolean }): Style {
  const names = { A: `First${random.below(9)}`, B: `Second${random.below(9)}` };
  return { random, names, rewrites };
}

/** The schema in this style, referring to components. `#` means `A` here. */
export function written(schema: Schema, { random, names, rewrites }: Style): Schema {
  const own = rewrites ? refactor(schema, random) : schema;
  const text = JSON.stringify(own)
    .replaceAll('"$ref":"#"', '"$ref":"#/$defs/A"')
    .replaceAll('"#/$defs/A"', `"#/components/schemas/${names.A}"`)
    .replaceAll('"#/$defs/B"', `"#/components/schemas/${names.B}"`);
  return JSON.parse(text) as Schema;
}

/** An object with its members in random order. */
export function mixed<T>(members: Readonly<Record<string, T>>, random: Random): Record<string, T> {
  return Object.fromEntries(shuffle(Object.entries(members), random));
}

/** Collects components as a document is rendered; each is inline or behind a reference, as the style has it. */
export interface Shelf {
  /** The thing itself, or a reference to where it was put. */
  place(section: string, thing: SchemaObject): SchemaObject;
  readonly sections: Readonly<Record<string, Readonly<Record<string, SchemaObject>>>>;
}

/** An empty shelf. */
export function createShelf({ random }: Style): Shelf {
  const sections: Record<string, Record<string, SchemaObject>> = {};
  return {
    sections,
    place: (section, thing) => {
      if (random.oneIn(2)) return thing;
      const shelf = sections[section] ?? {};
      const name = `Thing${Object.keys(shelf).length}n${random.below(9)}`;
      sections[section] = { ...shelf, [name]: thing };
      return { $ref: `#/components/${section}/${name}` };
    },
  };
}
