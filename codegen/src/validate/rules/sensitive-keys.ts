import { createDiagnostic } from "../../diagnostics/create.ts";
import { member, segmentsOf } from "../../load/pointer.ts";
import { child } from "../../load/reference.ts";
import type { Rule } from "../rule.ts";

/** An ordering key stays readable, so it may not be marked sensitive; with all data encrypted it is a decision. */
export const sensitiveKeys: Rule = ({ loaded, built }) =>
  (built.asyncApi?.facts ?? []).flatMap(({ node, layers }) => {
    const { key, sensitive } = node;
    const covering = key === null ? undefined : sensitive.find((place) => covers(place, key));
    if (key === null || covering === undefined) return [];
    const holder = layers.find(({ value }) => member(value, "x-berrys-key") !== undefined);
    const place = holder === undefined ? node.origin : child(holder, "x-berrys-key");
    const where = covering === key ? "" : `, which lies in \`${covering}\`,`;
    const text = `The ordering key \`${key}\`${where} of \`${node.type}\` is marked \`x-berrys-sensitive\`, but a key travels readable.`;
    const hint = "order by a property that may be seen";
    const related = [{ message: "the message", span: loaded.sources.spanOf(node.origin) }];
    const span = loaded.sources.spanOf(place, "value");
    return [createDiagnostic("validate/sensitive-key", text, span, { hint, related })];
  });

/** Whether a key lies at a sensitive place; the whole data, an empty place, is left to `x-berrys-encrypted`. */
function covers(place: string, key: string): boolean {
  const around = segmentsOf(place);
  const tokens = segmentsOf(key);
  return (
    around.length > 0 &&
    around.length <= tokens.length &&
    around.every((segment, index) => segment === "*" || segment === tokens[index])
  );
}
