import { child } from "../../../load/reference.ts";
import { type Comparison, report, type Scope, show } from "../context.ts";
import { textAt } from "../view/layers.ts";

/** What stands at the top of the document. Its title, version and descriptions change nothing for anybody. */
export function compareDocument(comparison: Comparison): void {
  const [old, now] = [comparison.old.root, comparison.now.root].map((root) => child(root, "id"));
  if (old === undefined || now === undefined) return;
  const [before, after] = [textAt(old), textAt(now)];
  if (before === null || after === null || before === after) return;
  const scope: Scope = { role: "both", path: ["document"], holders: [] };
  const message = `The id of the application went from ${show(before)} to ${show(after)}`;
  const rule = "asyncapi/application-id-changed";
  report(comparison, [scope], { rule, message, at: ["id"], old, new: now });
}
