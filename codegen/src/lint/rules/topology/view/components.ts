/** Groups of a directed graph whose members all lead to one another; only those of two members or more, in order. */
export function cyclesOf(
  edges: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  const order = finishOrder(edges);
  const back = new Map<string, string[]>();
  for (const [from, targets] of edges)
    for (const to of targets) back.set(to, [...(back.get(to) ?? []), from]);
  const seen = new Set<string>();
  const found: string[][] = [];
  for (const start of order.toReversed()) {
    if (seen.has(start)) continue;
    const group: string[] = [];
    const left = [start];
    seen.add(start);
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      group.push(next);
      for (const other of back.get(next) ?? []) {
        if (seen.has(other)) continue;
        seen.add(other);
        left.push(other);
      }
    }
    if (group.length > 1) found.push(group.sort());
  }
  return found.sort((a, b) => (String(a) < String(b) ? -1 : 1));
}

/** Nodes in the order in which a walk in depth is done with them, without recursion. */
function finishOrder(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const seen = new Set<string>();
  const order: string[] = [];
  for (const root of edges.keys()) {
    if (seen.has(root)) continue;
    seen.add(root);
    const stack = [{ node: root, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const target = edges.get(top.node)?.[top.next++];
      if (target === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!seen.has(target)) {
        seen.add(target);
        stack.push({ node: target, next: 0 });
      }
    }
  }
  return order;
}

/** The shortest way from a node back to itself inside a group, its start at both ends. */
export function pathAround(
  edges: ReadonlyMap<string, readonly string[]>,
  group: readonly string[],
): readonly string[] {
  const [start = ""] = group;
  const from = new Map<string, string>();
  const queue = [start];
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at] ?? "";
    for (const target of edges.get(node) ?? []) {
      if (target === start) {
        const path = [start];
        for (let step = node; step !== start; step = from.get(step) ?? start) path.unshift(step);
        return [start, ...path];
      }
      if (!group.includes(target) || from.has(target)) continue;
      from.set(target, node);
      queue.push(target);
    }
  }
  return group;
}
