import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic, Severity } from "../../diagnostics/diagnostic.ts";
import { isObject, member } from "../../load/pointer.ts";
import { child, children, type Located, type Resolver } from "../../load/reference.ts";
import { raw } from "../../model/context.ts";
import type { JsonSchema } from "../../model/model.ts";
import type { Check } from "../check-values.ts";
import type { Walked } from "../grammar/walk.ts";
import type { Rule, RuleInput } from "../rule.ts";

/** Examples and defaults are valid against the schemas they illustrate; in a foreign document it is well if they are. */
export const examples: Rule = async (input) => {
  const { asyncapi, openapi } = input.documents;
  const groups = [
    { ...asyncapi, checks: [...schemaExamples(input, asyncapi), ...messageExamples(input)] },
    { ...openapi, checks: [...schemaExamples(input, openapi), ...restExamples(input)] },
  ];
  const found: Diagnostic[] = [];
  for (const { checks, isForeign } of groups)
    found.push(...(await report(input, checks, isForeign ? "warning" : "error")));
  return found;
};

async function report(
  input: RuleInput,
  checks: readonly Check[],
  severity: Severity,
): Promise<readonly Diagnostic[]> {
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
        { severity },
      ),
    );
  }
  return found;
}

function checkOf(schema: JsonSchema, what: string, place: Located): Check {
  return { schema, what, place, value: place.value };
}

function schemaExamples({ built }: RuleInput, { nodes }: Walked): readonly Check[] {
  const seen = new Set<unknown>();
  return (nodes.get("schema") ?? []).flatMap((node) => {
    if (seen.has(node.value)) return [];
    seen.add(node.value);
    const own = (key: string, what: string) =>
      [raw(node, key)].flatMap((at) => (at === null ? [] : [[what, at] as const]));
    const all = [
      ...children(child(node, "examples")).map(([, at]) => ["example", at] as const),
      ...own("example", "example"),
      ...own("default", "default"),
    ];
    if (all.length === 0) return [];
    const schema = built.context.schemas.inline(node);
    return all.map(([what, at]) => checkOf(schema, what, at));
  });
}

function messageExamples({ built }: RuleInput): readonly Check[] {
  const { schemas } = built.context;
  return (built.asyncApi?.facts ?? []).flatMap(({ node, message, payload }) => {
    const schema = payload === null ? null : schemas.inline(payload);
    const headers = raw(message, "headers");
    return children(child(message, "examples")).flatMap(([, example]) => {
      const value = raw(example, "payload");
      const sent = raw(example, "headers");
      const ofPayload =
        schema === null || value === null
          ? []
          : [checkOf(schema, `example of \`${node.type}\``, value)];
      const ofHeaders =
        headers === null || sent === null
          ? []
          : [checkOf(schemas.inline(headers), `example of \`${node.type}\`'s headers`, sent)];
      return [...ofPayload, ...ofHeaders];
    });
  });
}

function restExamples({ built, documents }: RuleInput): readonly Check[] {
  const { schemas, resolver } = built.context;
  return ["parameter", "header", "mediaType"].flatMap((kind) =>
    (documents.openapi.nodes.get(kind) ?? []).flatMap((node) => {
      const written = raw(node, "schema");
      if (written === null) return [];
      const values = [raw(node, "example"), ...namedExamples(resolver, node)].filter(
        (value) => value !== null,
      );
      if (values.length === 0 || isStream(kind, node)) return [];
      const schema = schemas.inline(written);
      return values.map((value) =>
        checkOf(schema, `example of this ${kind === "mediaType" ? "body" : kind}`, value),
      );
    }),
  );
}

function namedExamples(resolver: Resolver, node: Located): readonly (Located | null)[] {
  const all = child(node, "examples");
  if (!isObject(all.value)) return [];
  return children(all).map(([, example]) => {
    const target = resolver.deref(example);
    return target === null ? null : raw(target, "value");
  });
}

/** The example of an event stream is the text of the stream, while its schema describes one event. */
function isStream(kind: string, node: Located): boolean {
  return (
    kind === "mediaType" &&
    /~1(event-stream|jsonl|x-ndjson|json-seq)$/.test(node.pointer) &&
    typeof member(node.value, "example") !== "object"
  );
}
