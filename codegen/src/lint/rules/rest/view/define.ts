import type { Side } from "../../../../compat/side.ts";
import { idOf, type Located } from "../../../../load/reference.ts";
import type { DefinedRule } from "../../../define-rule.ts";
import type { Edit, LintMistake } from "../../../lint-rule.ts";
import type { LintRule } from "../../../profile.ts";
import { nameOf, type SchemaProperty, type SchemaVisit } from "../../view/schema-walk.ts";
import {
  placeOf,
  type RestApi,
  type RestContent,
  type RestOperation,
  type RestParameter,
  type RestPath,
  type RestResponse,
  restApi,
} from "./api.ts";
import { restSchemas } from "./schemas.ts";

/** What a rule has to say about one thing. */
export interface Remark {
  /** One sentence with the element in backticks. */
  readonly message: string;
  /** Default: the thing that was looked at. */
  readonly at?: Located | undefined;
  /** `value` points at what the key holds. */
  readonly part?: "key" | "value";
  /** Added to the path of the thing. */
  readonly path?: readonly string[];
  /** Instead of the path of the thing: what the remark is about has a name of its own. */
  readonly name?: string | null;
  /** What to do, as an action. */
  readonly hint?: string | undefined;
  /** Tells apart remarks of one rule about one path. */
  readonly detail?: string;
  /** Mends it mechanically; null: only people can. */
  readonly fix?: readonly Edit[] | null;
}

/** Remarks about one thing; nothing where it is right. */
export type Look<T> = (thing: T, api: RestApi, side: Side) => readonly Remark[] | Remark | null;

interface Subject<T> {
  readonly thing: T;
  readonly node: Located;
  readonly path: readonly string[];
  readonly operation?: RestOperation;
}

type Subjects<T> = (api: RestApi) => readonly Subject<T>[];

function define<T>(subjects: Subjects<T>) {
  return (id: `rest/${string}`, rule: LintRule, look: Look<T>): DefinedRule => ({
    id,
    rule,
    check: (side) => {
      const api = restApi(side);
      if (api === null) return [];
      return subjects(api).flatMap((subject) =>
        [look(subject.thing, api, side) ?? []]
          .flat()
          .map((remark) => mistakeOf(id, subject, remark)),
      );
    },
  });
}

function mistakeOf<T>(rule: string, subject: Subject<T>, remark: Remark): LintMistake {
  const { message, at = subject.node, part, path = [], hint, detail, fix, name = null } = remark;
  return {
    rule,
    kind: "openapi",
    message,
    path: name ?? ([...subject.path, ...path].join(" › ") || "document"),
    place: placeOf(at, part),
    ...ownerOf(subject.operation),
    ...(hint === undefined ? {} : { hint }),
    ...(detail === undefined ? {} : { detail }),
    ...(fix === undefined || fix === null ? {} : { fix }),
  };
}

function ownerOf(
  operation: RestOperation | undefined,
): Pick<LintMistake, "operation" | "services"> {
  if (operation === undefined) return {};
  const { label, service } = operation;
  return { operation: label, ...(service === null ? {} : { services: [service] }) };
}

/** A rule about the document as a whole. */
export const documentRule = define<Located>(({ tree }) => [
  { thing: tree.root, node: tree.root, path: [] },
]);

/** A rule about each path. */
export const pathRule = define<RestPath>(({ paths }) =>
  paths.map((thing) => ({ thing, node: thing.entry, path: [thing.path] })),
);

/** A rule about each operation. */
export const operationRule = define<RestOperation>(({ operations }) =>
  operations.map((thing) => ({
    thing,
    node: thing.node,
    path: [thing.label],
    operation: thing,
  })),
);

/** A response together with its operation. */
export interface ResponseOf {
  /** The response. */
  readonly response: RestResponse;
  /** The operation that has it, the first one where several share it. */
  readonly operation: RestOperation;
}

/** A rule about each response, in the light of its operation. */
export const responseRule = define<ResponseOf>(({ operations }) =>
  operations.flatMap((operation) =>
    operation.responses.map((response) => ({
      thing: { response, operation },
      node: response.entry,
      path: [operation.label, response.status],
      operation,
    })),
  ),
);

/** A rule about each response as it is declared: one that operations share is looked at once. */
export const declaredResponseRule = define<ResponseOf>(({ tree, operations }) =>
  unique(
    operations.flatMap((operation) =>
      operation.responses.map((response) => ({
        thing: { response, operation },
        node: response.node,
        ...named(nameOf(tree, response.node), operation, response.status),
      })),
    ),
  ),
);

/** A body in one media type together with the operation that has it first. */
export interface ContentOf {
  /** The body. */
  readonly content: RestContent;
  /** The operation that has it, the first one where several share it. */
  readonly operation: RestOperation;
  /** `request`, or the status of the response. */
  readonly step: string;
}

/** A rule about each body as it is declared: one that operations share is looked at once. */
export const contentRule = define<ContentOf>(({ tree, operations }) =>
  unique(
    operations.flatMap((operation) => {
      const holders = [
        ...(operation.body === null
          ? []
          : [{ node: operation.body, contents: operation.bodyContents, status: "request" }]),
        ...operation.responses,
      ];
      return holders.flatMap(({ node, contents, status }) =>
        contents.map((content) => {
          const owner = named(nameOf(tree, node), operation, status);
          const thing = { content, operation, step: status };
          return { thing, node: content.node, ...owner, path: [...owner.path, content.mediaType] };
        }),
      );
    }),
  ),
);

/** A parameter together with the operation that has it first. */
export interface ParameterOf {
  /** The parameter. */
  readonly parameter: RestParameter;
  /** The operation that has it, the first one where several share it. */
  readonly operation: RestOperation;
}

/** A rule about each parameter as it is declared: one that operations share is looked at once. */
export const parameterRule = define<ParameterOf>(({ tree, operations }) =>
  unique(
    operations.flatMap((operation) =>
      operation.parameters.map((parameter) => ({
        thing: { parameter, operation },
        node: parameter.node,
        ...named(
          nameOf(tree, parameter.node) === null ? null : `${parameter.in} ${parameter.name}`,
          operation,
          `${parameter.in} ${parameter.name}`,
        ),
      })),
    ),
  ),
);

/** A rule about each schema, once. */
export const schemaRule = define<SchemaVisit>((api) =>
  unique(restSchemas(api).map((thing) => ({ thing, node: thing.node, path: thing.path }))),
);

/** A property with the schema it has. */
export interface PropertyOf extends SchemaProperty {
  /** The schema, past a reference. */
  readonly schema: Located;
}

/** A rule about each property where it is declared. */
export const propertyRule = define<PropertyOf>((api) =>
  restSchemas(api).flatMap(({ property, node }) =>
    property === null
      ? []
      : [{ thing: { ...property, schema: node }, node: property.entry, path: property.path }],
  ),
);

/** What is shared goes by its name, what stands in place by its operation. */
function named(name: string | null, operation: RestOperation, step: string) {
  return name === null ? { path: [operation.label, step], operation } : { path: [name] };
}

function unique<T>(subjects: readonly Subject<T>[]): readonly Subject<T>[] {
  const seen = new Set<string>();
  return subjects.filter(({ node }) => {
    const id = idOf(node);
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}
