import type { Role } from "../../findings/rule.ts";
import type { Located } from "../../load/reference.ts";
import type { Place } from "../change.ts";
import type { ContractTree } from "../tree.ts";
import { createEngine, type Engine, schemasOf } from "./compare/engine.ts";
import { changesOf, type Told } from "./compare/report.ts";
import type { SchemaChangeKind } from "./kinds.ts";
import { createReader } from "./shape/reader.ts";
import { createShapes } from "./shape/shapes.ts";

/** One difference between two schemas. */
export interface SchemaChange {
  /** Becomes the rule `<group>/<surface>-<kind>`, e.g. `openapi/request-property-became-required`. */
  readonly kind: SchemaChangeKind;
  /** Where in the instance: `["items[]", "name"]`; empty: the value itself. */
  readonly path: readonly string[];
  /** One sentence, e.g. `` `name` is now required ``. */
  readonly message: string;
  readonly old: Place | null;
  readonly new: Place | null;
  /** Tells apart changes of one kind at one path (the enum value, the type). */
  readonly detail?: string;
}

/** What a comparison is made for. */
export interface SchemaUse {
  readonly role: Role;
  /** OpenAPI: `request` leaves readOnly properties out, `response` writeOnly ones. */
  readonly surface?: "request" | "response";
}

/** Compares schemas of two versions of a document; remembers what it has compared. */
export interface SchemaComparer {
  /**
   * Changes between two schemas, in the order of the new (then old) schema. Null stands for "no schema": anything.
   * No change of level `error` or `warn` for a reader means: what was accepted and promised by the old schema is accepted
   * by the new one, reading objects as open (a property that the old schema does not declare is not sent). For a writer
   * the other way round.
   */
  compare(old: Located | null, now: Located | null, use: SchemaUse): readonly SchemaChange[];
}

/** A comparer for two trees. Trees of different dialects (OpenAPI 3.0 ↔ 3.1, draft-07 ↔ 2020-12) compare by meaning. */
export function createSchemaComparer(old: ContractTree, now: ContractTree): SchemaComparer {
  let count = 0;
  const nextId = () => {
    count += 1;
    return count;
  };
  const shapes = createShapes({
    old: createReader(old, "old", nextId),
    new: createReader(now, "new", nextId),
  });
  const engines = new Map<SchemaUse["surface"], Engine>();
  const told: Told = new Map();
  const engineOf = (surface: SchemaUse["surface"]): Engine => {
    let engine = engines.get(surface);
    if (engine === undefined) {
      engine = createEngine(shapes, surface);
      engines.set(surface, engine);
    }
    return engine;
  };
  return {
    compare(before, after, { role, surface }) {
      const [from, to] = [shapes.of(schemasOf(before), "old"), shapes.of(schemasOf(after), "new")];
      return changesOf(engineOf(surface).compare(from, to), role, told);
    },
  };
}
