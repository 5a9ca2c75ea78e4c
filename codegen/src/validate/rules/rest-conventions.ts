import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic, Span } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/nearest.ts";
import { parentOf, segmentsOf } from "../../load/pointer.ts";
import { child, children, type Located } from "../../load/reference.ts";
import type { Sources } from "../../load/sources.ts";
import type { Origin, RestOperationNode } from "../../model/model.ts";
import type { Rule, RuleInput } from "../rule.ts";
import { pointerFault } from "./pointer-fault.ts";

/** `x-berrys-etag` names something of the answer, and `x-berrys-cache` events that there are. */
export const restConventions: Rule = (input) =>
  input.built.model.restOperations.flatMap((operation) => [
    ...etagFaults(input, operation),
    ...unknownEvents(input, operation),
  ]);

function etagFaults(input: RuleInput, operation: RestOperationNode): readonly Diagnostic[] {
  const { etag, operationId } = operation;
  if (etag === undefined || etag === "") return [];
  const success = operation.responses.find(({ status }) => status.startsWith("2"));
  const body = Object.values(success?.content ?? {})[0];
  const schema = success?.data ?? body ?? true;
  const fault = pointerFault(input.built.context, schema, segmentsOf(etag));
  if (fault === null) return [];
  const span = spanOf(input, operation, "x-berrys-etag", null);
  const of = `of what \`${operationId}\` answers`;
  const [text, hint] =
    fault.kind === "missing"
      ? [`The ETag \`${etag}\` names no property ${of}.`, didYouMean(fault.segment, fault.known)]
      : [
          `The ETag \`${etag}\` ${of} names an ${fault.type}, expected a text, a number or a boolean.`,
          "point to what changes with every change, or write an empty text for all of it",
        ];
  return [createDiagnostic("validate/missing-etag", text, span, { hint })];
}

function unknownEvents(input: RuleInput, operation: RestOperationNode): readonly Diagnostic[] {
  const { model } = input.built;
  const known = model.messages
    .filter(({ messageKind }) => messageKind === "event")
    .map(({ type }) => type);
  return (operation.cache?.invalidatedBy ?? []).flatMap((type) => {
    if (known.includes(type)) return [];
    const text = `What is kept of \`${operation.operationId}\` is to end with the event \`${type}\`, which no contract has.`;
    const hint = didYouMean(type, known, "name an event of the AsyncAPI document");
    const span = spanOf(input, operation, "x-berrys-cache", type);
    return [createDiagnostic("validate/unknown-invalidation", text, span, { hint })];
  });
}

/** Where an extension stands, or a text in its list: on the operation, its path item, or the whole document. */
function spanOf(
  { loaded, built }: RuleInput,
  { origin }: RestOperationNode,
  key: string,
  text: string | null,
): Span | null {
  const { sources } = loaded;
  const root = built.roots.openapi;
  const layers = [origin, { file: origin.file, pointer: parentOf(origin.pointer) }, root];
  for (const place of layers) {
    const stated = place === null ? null : child(locate(sources, place), key);
    if (stated === null || stated.value === undefined) continue;
    const list = children(child(stated, "invalidated_by"));
    const listed = list.find(([, { value }]) => value === text);
    return sources.spanOf(listed?.[1] ?? stated, "value");
  }
  return sources.spanOf(origin);
}

function locate(sources: Sources, { file, pointer }: Origin): Located {
  const root = { file, pointer: "", value: sources.document(file)?.value };
  return segmentsOf(pointer).reduce<Located>((node, segment) => child(node, segment), root);
}
