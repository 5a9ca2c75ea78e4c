import { createDiagnostic } from "../../diagnostics/create.ts";
import { member } from "../../load/pointer.ts";
import { child, children, idOf, type Located } from "../../load/reference.ts";
import { previousOf } from "../../model/build-message.ts";
import type { Rule } from "../rule.ts";

/** Older versions are older than the current one, and each stands there once. */
export const messageVersions: Rule = ({ loaded, built }) => {
  const seen = new Set<string>();
  return (built.asyncApi?.facts ?? []).flatMap(({ node, layers }) => {
    const list = previousOf(layers);
    // A trait counts for many messages, and its mistake is one.
    if (list.value === undefined || seen.has(idOf(list))) return [];
    seen.add(idOf(list));
    return problems(list, node.type, node.version).map(({ place, text }) =>
      createDiagnostic("validate/previous-version", text, loaded.sources.spanOf(place, "value")),
    );
  });
};

interface Problem {
  readonly place: Located;
  readonly text: string;
}

function problems(list: Located, type: string, current: number): readonly Problem[] {
  const known = new Set<number>();
  return children(list).flatMap(([, item]): readonly Problem[] => {
    const version = member(item.value, "version");
    if (typeof version !== "number") return [];
    const place = child(item, "version");
    if (version >= current) {
      const text = `\`${type}\` has version ${current}, so that version ${version} is no older one.`;
      return [{ place, text }];
    }
    if (known.has(version)) {
      return [{ place, text: `\`${type}\` keeps version ${version} twice.` }];
    }
    known.add(version);
    return [];
  });
}
