import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { isObject, member } from "../../load/pointer.ts";
import { child, children, type Located } from "../../load/reference.ts";
import { raw } from "../../model/context.ts";
import type { JsonSchema } from "../../model/model.ts";
import type { Check } from "../check-values.ts";
import type { Rule, RuleInput } from "../rule.ts";

/** Examples and defaults are valid against the schemas they illustrate. */
export const examples: Rule = async (input) => {
  const checks = collect(input);
  if (checks.length === 0) return [];
  const { checkValues } = await import("../check-values.ts");
  const found: Diagnostic[] = [];
  for (const { check, pointer, reason } of checkValues(checks, input.built.context.schemas)) {
    const place = { file: check.place.file, pointer: `${check.place.pointer}${pointer}` };
    const where = pointer === "" ? "" : ` at \`${pointer}\``;
    const text = `The ${check.what}${where} ${reason}.`;
    found.push(
      createDiagnostic(
        "validate/invalid-example",
        text,
        input.loaded.sources.spanOf(place, "value"),
      ),
    );
  }
  return found;
};

function collect(input: RuleInput): readonly Check[] {
  const { nodes, built } = input;
  const { schemas, resolver } = built.context;
  const checks: Check[] = [];
  const add = (schema: JsonSchema, what: string, place: Located) => {
    checks.push({ schema, what, place, value: place.value });
  };

  const seen = new Set<unknown>();
  for (const node of [
    ...(nodes.asyncapi.get("schema") ?? []),
    ...(nodes.openapi.get("schema") ?? []),
  ]) {
    if (seen.has(node.value)) continue;
    seen.add(node.value);
    const listed = children(child(node, "examples")).map(([, at]) => ["example", at] as const);
    const single = [raw(node, "example")].flatMap((at) =>
      at === null ? [] : [["example", at] as const],
    );
    const fallback = [raw(node, "default")].flatMap((at) =>
      at === null ? [] : [["default", at] as const],
    );
    const all = [...listed, ...single, ...fallback];
    if (all.length === 0) continue;
    const schema = schemas.inline(node);
    for (const [what, at] of all) add(schema, what, at);
  }

  for (const { node, message, payload } of built.asyncApi?.facts ?? []) {
    const schema = payload === null ? null : schemas.inline(payload);
    const headers = raw(message, "headers");
    for (const [, example] of children(child(message, "examples"))) {
      const value = raw(example, "payload");
      if (schema !== null && value !== null) add(schema, `example of \`${node.type}\``, value);
      const sent = raw(example, "headers");
      if (headers !== null && sent !== null)
        add(schemas.inline(headers), `example of \`${node.type}\`'s headers`, sent);
    }
  }

  for (const kind of ["parameter", "header", "mediaType"]) {
    for (const node of nodes.openapi.get(kind) ?? []) {
      const written = raw(node, "schema");
      if (written === null) continue;
      const values = [raw(node, "example"), ...namedExamples(node)].filter(
        (value) => value !== null,
      );
      if (values.length === 0 || isStream(kind, node)) continue;
      const schema = schemas.inline(written);
      for (const value of values)
        add(schema, `example of this ${kind === "mediaType" ? "body" : kind}`, value);
    }
  }
  return checks;

  function namedExamples(node: Located): readonly (Located | null)[] {
    const all = child(node, "examples");
    if (!isObject(all.value)) return [];
    return children(all).map(([, example]) => {
      const target = resolver.deref(example);
      return target === null ? null : raw(target, "value");
    });
  }
}

/** The example of an event stream is the text of the stream, while its schema describes one event. */
function isStream(kind: string, node: Located): boolean {
  return (
    kind === "mediaType" &&
    /~1(event-stream|jsonl|x-ndjson|json-seq)$/.test(node.pointer) &&
    typeof member(node.value, "example") !== "object"
  );
}
