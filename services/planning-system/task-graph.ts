import { BerrysError } from "@berrys/runtime/errors";

/** A node of the graph: its id and the ids it waits for. */
export interface GraphTask {
  readonly id: string;
  readonly dependencies: readonly string[];
}

/**
 * Ids in an order in which every task comes after its dependencies; ties keep the input's order (Kahn 1962).
 * Refuses unknown or doubled ids and cycles with `invalid_argument`; a cycle is spelled out.
 */
export function topologicalOrder(tasks: readonly GraphTask[]): readonly string[] {
  const byId = indexById(tasks);
  const waitingFor = new Map(tasks.map((task) => [task.id, new Set(task.dependencies)]));
  const order: string[] = [];
  let free = tasks.filter((task) => task.dependencies.length === 0);
  while (free.length > 0) {
    const done = new Set(free.map((task) => task.id));
    order.push(...done);
    for (const id of done) waitingFor.delete(id);
    for (const open of waitingFor.values()) for (const id of done) open.delete(id);
    free = tasks.filter((task) => waitingFor.get(task.id)?.size === 0);
  }
  if (order.length < tasks.length) {
    const cycle = findCycle(byId, [...waitingFor.keys()][0] ?? "");
    throw new BerrysError(
      "invalid_argument",
      `The tasks depend on each other in a circle: ${cycle.join(" → ")}; remove one of these dependencies`,
      { details: { cycle } },
    );
  }
  return order;
}

/** Ids of pending tasks whose dependencies are all completed. */
export function freedTasks(
  tasks: readonly (GraphTask & { readonly state: string })[],
): readonly string[] {
  const completed = new Set(
    tasks.filter((task) => task.state === "completed").map((task) => task.id),
  );
  return tasks
    .filter(
      (task) => task.state === "pending" && task.dependencies.every((id) => completed.has(id)),
    )
    .map((task) => task.id);
}

/** Ids of all tasks that wait, directly or not, for the given one. */
export function dependentsOf(tasks: readonly GraphTask[], id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = [id];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const task of tasks) {
      if (found.has(task.id) || !task.dependencies.includes(next)) continue;
      found.add(task.id);
      queue.push(task.id);
    }
  }
  return found;
}

/** Time in milliseconds that the tasks need along the longest chain of dependencies; one that says nothing takes none. */
export function longestChainMs(
  tasks: readonly (GraphTask & { readonly estimatedMs: number | null })[],
): number {
  const own = new Map(tasks.map(({ id, estimatedMs }) => [id, estimatedMs ?? 0]));
  const dependencies = new Map(tasks.map((task) => [task.id, task.dependencies]));
  const end = new Map<string, number>();
  for (const id of topologicalOrder(tasks)) {
    const begin = Math.max(
      0,
      ...(dependencies.get(id) ?? []).map((before) => end.get(before) ?? 0),
    );
    end.set(id, begin + (own.get(id) ?? 0));
  }
  return Math.max(0, ...end.values());
}

function indexById(tasks: readonly GraphTask[]): ReadonlyMap<string, GraphTask> {
  const byId = new Map<string, GraphTask>();
  for (const task of tasks) {
    if (byId.has(task.id)) {
      throw new BerrysError("invalid_argument", `Two tasks have the id \`${task.id}\``);
    }
    byId.set(task.id, task);
  }
  for (const task of tasks) {
    const unknown = task.dependencies.find((id) => !byId.has(id));
    if (unknown !== undefined) {
      throw new BerrysError(
        "invalid_argument",
        `Task \`${task.id}\` depends on \`${unknown}\`, which is no task of this plan`,
      );
    }
  }
  return byId;
}

/** Walks unfinished dependencies from `start` until a task repeats; every task given here has one. */
function findCycle(byId: ReadonlyMap<string, GraphTask>, start: string): readonly string[] {
  const finished = new Set<string>();
  const walk = (id: string, path: readonly string[]): readonly string[] | null => {
    const seenAt = path.indexOf(id);
    if (seenAt >= 0) return [...path.slice(seenAt), id];
    if (finished.has(id)) return null;
    for (const dependency of byId.get(id)?.dependencies ?? []) {
      const cycle = walk(dependency, [...path, id]);
      if (cycle !== null) return cycle;
    }
    finished.add(id);
    return null;
  };
  return walk(start, []) ?? [start];
}
