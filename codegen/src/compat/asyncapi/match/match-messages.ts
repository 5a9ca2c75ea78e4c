import { member } from "../../../load/pointer.ts";
import type { ContractTree } from "../../tree.ts";
import { canonical } from "../equal.ts";
import type { Message } from "../view/view.ts";
import { createMatcher, type Matched } from "./pairs.ts";

/** Which tree the messages of each side come from. */
export interface Trees {
  readonly old: ContractTree;
  readonly now: ContractTree;
}

/**
 * Messages by their name on the wire. The key of a message is no such name, so that messages without one are also matched
 * by what they carry; a message that keeps its key and changes its name stays the same message.
 */
export function matchMessages(
  old: readonly Message[],
  now: readonly Message[],
  trees: Trees,
): Matched<Message> {
  const matcher = createMatcher(old, now);
  matcher.byText(({ type }) => type);
  matcher.byText(({ key }) => key);
  const areFree = () => matcher.old.size > 0 && matcher.now.size > 0;
  if (!areFree()) return matcher.result();
  const areUnnamed = (a: Message, b: Message) => !a.isNamed && !b.isNamed;
  const oldItems = new Set(old);
  const treeOf = (message: Message) => (oldItems.has(message) ? trees.old : trees.now);
  matcher.byText((message) => (message.isNamed ? null : fingerprint(treeOf(message), message)));
  matcher.byWords(
    (message) => (message.isNamed ? [] : propertiesOf(treeOf(message), message)),
    areUnnamed,
  );
  const left = [matcher.old, matcher.now].map((items) =>
    [...items].filter(({ isNamed }) => !isNamed),
  );
  const [unnamedOld = [], unnamedNow = []] = left;
  if (unnamedOld.length === unnamedNow.length)
    for (const [index, a] of unnamedOld.entries()) {
      const b = unnamedNow[index];
      if (b !== undefined) matcher.pair(a, b);
    }
  return matcher.result();
}

function fingerprint(tree: ContractTree, { payload, headers }: Message): string {
  const parts = [payload, headers].map(({ schema }) =>
    schema === null ? null : (tree.deref(schema)?.value ?? null),
  );
  return canonical(parts);
}

function propertiesOf(tree: ContractTree, { payload }: Message): readonly string[] {
  const schema = payload.schema === null ? null : tree.deref(payload.schema);
  const properties = member(schema?.value, "properties");
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}
