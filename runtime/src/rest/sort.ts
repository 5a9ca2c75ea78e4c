/** One step of an order. */
export interface SortStep<Name extends string = string> {
  readonly by: Name;
  readonly descending: boolean;
}

type NameIn<Key extends string> = Key extends `-${infer Name}` ? Name : Key;

/**
 * The order behind the parameter `sort`: names as the contract lists them, `-` before one means descending. The type of
 * a step knows the names that the contract allows. A name that comes again has no effect and is left out.
 */
export function sortSteps<Key extends string>(
  sort: readonly Key[],
): readonly SortStep<NameIn<Key>>[] {
  const steps = new Map<string, SortStep<NameIn<Key>>>();
  for (const key of sort) {
    const descending = key.startsWith("-");
    const by = (descending ? key.slice(1) : key) as NameIn<Key>;
    if (!steps.has(by)) steps.set(by, { by, descending });
  }
  return [...steps.values()];
}
