import type { SchemaId } from "../model/model.ts";

/** Answers which schemas lead to which, without a list of everything each one reaches. */
export interface ReferenceGraph {
  /** Whether a way of at least one step leads from a schema to another, or back to itself. */
  reaches(from: SchemaId, to: SchemaId): boolean;
}

interface Visit {
  readonly id: SchemaId;
  readonly targets: readonly SchemaId[];
  next: number;
}

/**
 * Tarjan's strongly connected components, found from wherever a question starts and without recursion: references
 * make chains of thousands. A component is numbered after all that it leads to, so most questions need two look-ups.
 */
export function createReferenceGraph(
  targetsOf: (id: SchemaId) => readonly SchemaId[],
): ReferenceGraph {
  const targets = new Map<SchemaId, readonly SchemaId[]>();
  const order = new Map<SchemaId, number>();
  const lowest = new Map<SchemaId, number>();
  const components = new Map<SchemaId, number>();
  const cyclic = new Set<number>();
  const open: SchemaId[] = [];
  let count = 0;

  const enter = (id: SchemaId): Visit => {
    order.set(id, order.size);
    lowest.set(id, order.size - 1);
    open.push(id);
    const found = targetsOf(id);
    targets.set(id, found);
    return { id, targets: found, next: 0 };
  };

  const lower = (id: SchemaId, to: number): void => {
    lowest.set(id, Math.min(lowest.get(id) ?? to, to));
  };

  const close = (id: SchemaId): void => {
    const members = open.splice(open.lastIndexOf(id));
    for (const member of members) components.set(member, count);
    if (members.length > 1 || targets.get(id)?.includes(id)) cyclic.add(count);
    count += 1;
  };

  const explore = (start: SchemaId): void => {
    if (order.has(start)) return;
    const visits = [enter(start)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const target = visit.targets[visit.next];
      visit.next += 1;
      if (target === undefined) {
        visits.pop();
        const { id } = visit;
        const low = lowest.get(id) ?? 0;
        if (low === order.get(id)) close(id);
        const outer = visits.at(-1);
        if (outer !== undefined) lower(outer.id, low);
      } else if (!order.has(target)) visits.push(enter(target));
      else if (!components.has(target)) lower(visit.id, order.get(target) ?? 0);
    }
  };

  const search = (from: SchemaId, to: SchemaId, least: number): boolean => {
    const seen = new Set<SchemaId>([from]);
    for (const id of seen) {
      for (const target of targets.get(id) ?? []) {
        if (target === to) return true;
        if ((components.get(target) ?? 0) >= least) seen.add(target);
      }
    }
    return false;
  };

  return {
    reaches: (from, to) => {
      explore(from);
      const start = components.get(from) ?? 0;
      const end = components.get(to);
      if (end === undefined || end > start) return false;
      return end === start ? cyclic.has(end) : search(from, to, end);
    },
  };
}
