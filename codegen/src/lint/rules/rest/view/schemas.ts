import { child, idOf, type Located } from "../../../../load/reference.ts";
import { type SchemaVisit, type WalkStart, walkSchemas } from "../../view/schema-walk.ts";
import { derefChildren, type RestApi, type RestOperation, restOperations } from "./api.ts";

const visits = new WeakMap<RestApi, readonly SchemaVisit[]>();

/** Every schema of the API, each once: those of operations and webhooks first, then components that nobody uses. */
export function restSchemas(api: RestApi): readonly SchemaVisit[] {
  const before = visits.get(api);
  if (before !== undefined) return before;
  const { tree } = api;
  const webhooks = derefChildren(tree, child(tree.root, "webhooks")).flatMap(
    ([name, node, entry]) =>
      restOperations(tree, { path: name, entry, node, operations: [] }, `webhook ${name}`),
  );
  const components = derefChildren(tree, child(child(tree.root, "components"), "schemas"));
  const starts = [
    ...[...api.operations, ...webhooks].flatMap(startsOf),
    ...components.map(([name, , entry]) => ({ node: entry, path: [name] })),
  ];
  const found = walkSchemas(tree, starts);
  visits.set(api, found);
  return found;
}

const sent = new WeakMap<RestApi, ReadonlySet<string>>();

/** True where callers send the property, so that a stricter schema would refuse what they send today. */
export function isSent(api: RestApi, property: Located): boolean {
  let known = sent.get(api);
  if (known === undefined) {
    const starts = api.operations.flatMap(({ bodyContents, parameters }) => [
      ...bodyContents.flatMap(({ schema }) =>
        schema === null ? [] : [{ node: schema, path: [] }],
      ),
      ...parameters.map(({ node }) => ({ node: child(node, "schema"), path: [] })),
    ]);
    known = new Set(
      walkSchemas(api.tree, starts).flatMap(({ node, property: found }) => [
        idOf(node),
        ...(found === null ? [] : [idOf(found.entry)]),
      ]),
    );
    sent.set(api, known);
  }
  return known.has(idOf(property));
}

function startsOf({
  label,
  parameters,
  bodyContents,
  responses,
}: RestOperation): readonly WalkStart[] {
  const starts: WalkStart[] = [];
  for (const { name, node, ...parameter } of parameters) {
    const schema = child(node, "schema");
    if (schema.value !== undefined)
      starts.push({ node: schema, path: [label, `${parameter.in} ${name}`] });
  }
  for (const { schema } of bodyContents)
    if (schema !== null) starts.push({ node: schema, path: [label, "request"] });
  for (const { status, contents, headers } of responses) {
    for (const { schema } of contents)
      if (schema !== null) starts.push({ node: schema, path: [label, status] });
    for (const [name, header] of headers) {
      const schema = child(header, "schema");
      if (schema.value !== undefined)
        starts.push({ node: schema, path: [label, status, `header ${name}`] });
    }
  }
  return starts;
}
