import { member } from "../../../load/pointer.ts";
import type { ContractTree } from "../../tree.ts";
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
  matcher.byText((message) => (message.isNamed ? null : fingerprint(message)));
  if (areFree()) {
    const oldItems = new Set(old);
    const words = (message: Message) =>
      message.isNamed ? [] : propertiesOf(oldItems.has(message) ? trees.old : trees.now, message);
    matcher.byWords(words, areUnnamed);
  }
  const [a, ...restOld] = matcher.old;
  const [b, ...restNow] = matcher.now;
  const isOnlyPair = a !== undefined && b !== undefined && restOld.length + restNow.length === 0;
  if (isOnlyPair && areUnnamed(a, b)) matcher.pair(a, b);
  return matcher.result();
}

function fingerprint({ payload, headers }: Message): string {
  return JSON.stringify([payload.schema?.value ?? null, headers.schema?.value ?? null]);
}

function propertiesOf(tree: ContractTree, { payload }: Message): readonly string[] {
  const schema = payload.schema === null ? null : tree.deref(payload.schema);
  const properties = member(schema?.value, "properties");
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}
