import { createDiagnostic } from "../../diagnostics/create.ts";
import { isObject } from "../../load/pointer.ts";
import type { SchemaId } from "../../model/model.ts";
import { createReferenceGraph } from "../../schema/index.ts";
import type { Rule } from "../rule.ts";

/** A schema reaches itself only through a property or an item. */
export const circularSchemas: Rule = ({ loaded, built }) => {
  const edges = new Map<SchemaId, readonly SchemaId[]>();
  for (const { id, schema } of built.context.schemas.all()) edges.set(id, inPlaceRefs(schema));
  const graph = createReferenceGraph((id) => edges.get(id) ?? []);
  const reported = new Set<SchemaId>();
  return [...edges.keys()].flatMap((id) => {
    const isCyclic = !reported.has(id) && graph.reaches(id, id);
    const cycle = isCyclic ? cycleThrough(id, edges) : null;
    if (cycle === null) return [];
    for (const member of cycle) reported.add(member);
    const place = built.context.schemas.get(id)?.located;
    const way = [...cycle, id].map((step) => `\`${step}\``).join(" → ");
    const text = `The schema contains itself with nothing between: ${way}.`;
    const span = place === undefined ? null : loaded.sources.spanOf(place);
    return [
      createDiagnostic("validate/circular-schema", text, span, {
        hint: "put the recursion under a property or `items`",
      }),
    ];
  });
};

const lists = ["allOf", "anyOf", "oneOf"];
const nested = ["not", "if", "then", "else"];

function inPlaceRefs(schema: unknown): readonly SchemaId[] {
  if (!isObject(schema)) return [];
  const own = typeof schema.$ref === "string" ? [schema.$ref] : [];
  const listed = lists.flatMap((key) =>
    Array.isArray(schema[key]) ? schema[key].flatMap(inPlaceRefs) : [],
  );
  return [...own, ...listed, ...nested.flatMap((key) => inPlaceRefs(schema[key]))];
}

/** The way from a schema back to itself, itself first; null: there is none. */
function cycleThrough(
  start: SchemaId,
  edges: ReadonlyMap<SchemaId, readonly SchemaId[]>,
): readonly SchemaId[] | null {
  const cameFrom = new Map<SchemaId, SchemaId>();
  const left: SchemaId[] = [start];
  for (let id = left.shift(); id !== undefined; id = left.shift()) {
    for (const next of edges.get(id) ?? []) {
      if (next === start) return wayTo(id, start, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, id);
      left.push(next);
    }
  }
  return null;
}

function wayTo(
  end: SchemaId,
  start: SchemaId,
  cameFrom: ReadonlyMap<SchemaId, SchemaId>,
): readonly SchemaId[] {
  const way = [end];
  for (let id = end; id !== start; ) {
    id = cameFrom.get(id) ?? start;
    way.unshift(id);
  }
  return way;
}
