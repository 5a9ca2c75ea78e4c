type Members = Readonly<Record<string, unknown>>;

/** A version of the document: `edited` has the changes of {@link edits} in every 25th resource. */
export interface LargeDocumentOptions {
  /** Operations; rounded down to whole resources of five. */
  readonly operations: number;
  readonly edited: boolean;
}

/** What `edited` changes in a resource: six things, four of them break someone. */
export const edits = [
  "the response no longer has `archived`",
  "a state is new in responses",
  "`priority` is required on creation",
  "the longest title is shorter on creation",
  "an optional property is new",
  "an optional query parameter is new",
] as const;

/** Operations of a resource: list, create, read, change, delete. */
const operationsEach = 5;

/**
 * An OpenAPI document of the usual kind: resources with lists, bodies and problems, three schemas for every two
 * operations, most of them behind references, some recursive, some shared by all.
 */
export function largeDocument({ operations, edited }: LargeDocumentOptions): Members {
  const count = Math.floor(operations / operationsEach);
  const resources = Array.from({ length: count }, (_, index) => ({
    name: `Resource${index}`,
    path: `/resources-${index}`,
    neighbour: `Resource${(index + 1) % count}`,
    group: `Group${index % Math.max(1, Math.floor(count / 2))}`,
    edited: edited && index % 25 === 0,
  }));
  const groups = [...new Set(resources.map(({ group }) => group))];
  return {
    // The newest version that all peers read.
    openapi: "3.0.3",
    info: { title: "Resources", version: edited ? "1.1.0" : "1.0.0" },
    servers: [{ url: "https://api.example.com/v1" }],
    security: [{ token: [] }],
    paths: Object.fromEntries(resources.flatMap(pathsOf)),
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      parameters: sharedParameters,
      responses: sharedResponses,
      schemas: {
        ...sharedSchemas,
        ...Object.fromEntries(groups.map((group) => [group, groupSchema(group)])),
        ...Object.fromEntries(resources.flatMap(schemasOf)),
      },
    },
  };
}

interface Resource {
  readonly name: string;
  readonly path: string;
  readonly neighbour: string;
  readonly group: string;
  readonly edited: boolean;
}

const component = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });
const json = (schema: unknown) => ({ "application/json": { schema } });
const text = (maxLength: number) => ({ type: "string", minLength: 1, maxLength });
const time = { type: "string", format: "date-time", description: "When, in UTC." };

const sharedParameters = {
  Limit: { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 100 } },
  Cursor: { name: "cursor", in: "query", schema: { type: "string" } },
};

const sharedResponses = {
  Invalid: {
    description: "The request is invalid.",
    content: json(component("schemas", "Problem")),
  },
  NotFound: { description: "There is none.", content: json(component("schemas", "Problem")) },
};

const sharedSchemas = {
  Id: { type: "string", format: "uuid", description: "Id of a thing." },
  Page: {
    type: "object",
    required: ["next_cursor"],
    properties: { next_cursor: { type: "string", nullable: true }, total: { type: "integer" } },
  },
  Problem: {
    type: "object",
    required: ["type", "title", "status"],
    properties: {
      type: { type: "string", format: "uri-reference" },
      title: { type: "string" },
      status: { type: "integer", minimum: 400, maximum: 599 },
      causes: { type: "array", items: component("schemas", "Problem") },
    },
  },
  Money: {
    type: "object",
    required: ["amount", "currency"],
    properties: {
      amount: { type: "string", pattern: "^-?[0-9]+(\\.[0-9]{1,4})?$" },
      currency: { type: "string", pattern: "^[A-Z]{3}$" },
    },
  },
};

function groupSchema(group: string): Members {
  return {
    type: "object",
    required: ["id", "name"],
    properties: { id: component("schemas", "Id"), name: text(80), label: { enum: [group] } },
  };
}

function pathsOf({ name, path, edited }: Resource): readonly (readonly [string, Members])[] {
  const schema = (suffix: string) => component("schemas", `${name}${suffix}`);
  const found = (body: unknown) => ({ description: "Done.", content: json(body) });
  const { Invalid, NotFound } = {
    Invalid: component("responses", "Invalid"),
    NotFound: component("responses", "NotFound"),
  };
  const parameters = ["Limit", "Cursor"].map((one) => component("parameters", one));
  const sort = {
    name: "sort",
    in: "query",
    schema: { type: "string", enum: ["created_at", "title"] },
  };
  const body = (suffix: string) => ({ required: true, content: json(schema(suffix)) });
  const id = { name: "id", in: "path", required: true, schema: component("schemas", "Id") };
  return [
    [
      path,
      {
        get: {
          operationId: `list${name}`,
          parameters: edited ? [...parameters, sort] : parameters,
          responses: { 200: found(schema("List")), 400: Invalid },
        },
        post: {
          operationId: `create${name}`,
          requestBody: body("Create"),
          responses: { 201: found(schema("")), 422: Invalid },
        },
      },
    ],
    [
      `${path}/{id}`,
      {
        parameters: [id],
        get: {
          operationId: `get${name}`,
          responses: { 200: found(schema("")), 404: NotFound },
        },
        patch: {
          operationId: `change${name}`,
          requestBody: body("Patch"),
          responses: { 200: found(schema("")), 404: NotFound, 422: Invalid },
        },
        delete: {
          operationId: `delete${name}`,
          responses: { 204: { description: "Gone." }, 404: NotFound },
        },
      },
    ],
  ];
}

function schemasOf(resource: Resource): readonly (readonly [string, Members])[] {
  const { name, neighbour, group, edited } = resource;
  const ref = (suffix: string) => component("schemas", `${name}${suffix}`);
  const id = component("schemas", "Id");
  const archived = { type: "boolean", description: "Hidden from lists." };
  const details = {
    title: text(200),
    state: ref("State"),
    price: component("schemas", "Money"),
    tags: { type: "array", items: { type: "string", maxLength: 40 }, maxItems: 20 },
    group: component("schemas", group),
    origin: ref("Origin"),
    ...(edited ? {} : { archived }),
    ...(edited ? { comment: { type: "string" } } : {}),
  };
  const states = ["open", "active", "done", ...(edited ? ["paused"] : [])];
  return [
    [
      name,
      {
        description: `One ${name}, with what belongs to it.`,
        allOf: [
          ref("Base"),
          { type: "object", properties: details, required: ["title", "state", "price"] },
        ],
      },
    ],
    [
      `${name}Base`,
      {
        type: "object",
        required: ["id", "created_at"],
        properties: {
          id,
          created_at: time,
          updated_at: time,
          parent: ref(""),
          next: component("schemas", `${neighbour}Summary`),
        },
      },
    ],
    [`${name}State`, { type: "string", enum: states }],
    [
      `${name}Summary`,
      {
        type: "object",
        required: ["id"],
        properties: { id, title: text(200), state: ref("State") },
      },
    ],
    [`${name}Origin`, originSchema()],
    [
      `${name}Create`,
      {
        type: "object",
        required: edited ? ["title", "priority"] : ["title"],
        properties: {
          title: text(edited ? 100 : 200),
          priority: { type: "integer", minimum: 0, maximum: 9 },
          price: component("schemas", "Money"),
          origin: ref("Origin"),
        },
      },
    ],
    [`${name}Patch`, patchSchema()],
    [`${name}List`, listSchema(ref("Summary"))],
  ];
}

function originSchema(): Members {
  return {
    oneOf: [
      {
        type: "object",
        required: ["kind", "url"],
        properties: { kind: { enum: ["web"] }, url: { type: "string", format: "uri" } },
      },
      {
        type: "object",
        required: ["kind", "file"],
        properties: { kind: { enum: ["file"] }, file: { type: "string", maxLength: 255 } },
      },
    ],
  };
}

function patchSchema(): Members {
  return {
    type: "object",
    minProperties: 1,
    additionalProperties: false,
    properties: { title: text(200), priority: { type: "integer", minimum: 0, maximum: 9 } },
  };
}

function listSchema(item: unknown): Members {
  return {
    type: "object",
    required: ["data", "meta"],
    properties: {
      data: { type: "array", items: item, maxItems: 100 },
      meta: component("schemas", "Page"),
    },
  };
}
