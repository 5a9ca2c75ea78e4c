import { child } from "../../../../load/reference.ts";
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
