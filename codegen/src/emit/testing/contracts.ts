import type {
  ChannelOperationNode,
  JsonSchemaObject,
  MessageNode,
  Model,
  RestOperationNode,
  RestParameter,
  RestResponse,
  SchemaNode,
} from "../../model/model.ts";

const project: JsonSchemaObject = { $ref: "schemas/project#Project" };

/** A platform of two services, small enough to know by heart, with one of everything that is emitted. */
export const contracts: Model = {
  kind: "model",
  version: 1,
  name: "berrys-platform",
  services: [
    {
      kind: "service",
      id: "project-coordinator",
      name: "Project Coordinator",
      doc: "Leads projects.",
      origin: { file: "berrys.yaml", pointer: "/services/project-coordinator" },
      portOffset: 1,
      packages: [],
      calls: ["planning-system"],
      rest: [],
    },
    {
      kind: "service",
      id: "planning-system",
      name: "Planning System",
      doc: "Splits objectives into tasks.",
      origin: { file: "berrys.yaml", pointer: "/services/planning-system" },
      portOffset: 2,
      packages: ["berrys.planning.v1"],
      calls: [],
      rest: [],
    },
  ],
  schemas: [
    schema("schemas/project", "ProjectState", { type: "string", enum: ["created", "cancelled"] }),
    schema("schemas/project", "Project", {
      type: "object",
      required: ["project_id", "state"],
      properties: {
        project_id: { type: "string", format: "uuid", description: "Id of the project." },
        state: { $ref: "schemas/project#ProjectState" },
      },
    }),
    schema("events/project", "ProjectCreatedData", {
      type: "object",
      required: ["project_id"],
      properties: { project_id: { type: "string" } },
    }),
    schema("events/task", "TaskCreatedData", {
      type: "object",
      required: ["task_id"],
      properties: { task_id: { type: "string" } },
    }),
    schema("commands/planning", "PlanReviseData", {
      type: "object",
      required: ["project_id"],
      properties: { project_id: { type: "string" } },
    }),
    schema("commands/planning", "PlanReviseReply", {
      type: "object",
      required: ["revision"],
      properties: { revision: { type: "integer" } },
    }),
  ],
  channels: [
    {
      kind: "channel",
      name: "project",
      doc: "What happens to projects.",
      origin: { file: "contracts/events/project.yaml", pointer: "/channels/project" },
      messageKind: "event",
      address: "berrys:{project/partition}:events",
      partitions: 8,
      messages: ["project.created", "project.cancelled"],
      module: "events/project",
    },
    {
      kind: "channel",
      name: "task",
      doc: "",
      origin: { file: "contracts/events/task.yaml", pointer: "/channels/task" },
      messageKind: "event",
      address: "berrys:{task/partition}:events",
      partitions: 8,
      messages: ["task.created"],
      module: "events/task",
    },
    {
      kind: "channel",
      name: "planning_commands",
      doc: "",
      origin: { file: "contracts/commands/planning.yaml", pointer: "/channels/planning" },
      messageKind: "command",
      address: "berrys:{cmd/planning/partition}:commands",
      partitions: 4,
      messages: ["plan.revise"],
      module: "commands/planning",
    },
  ],
  messages: [
    message("project.created", "ProjectCreated", { data: "events/project#ProjectCreatedData" }),
    message("project.cancelled", "ProjectCancelled", { data: "schemas/project#Project" }),
    message("task.created", "TaskCreated", {
      channel: "task",
      data: "events/task#TaskCreatedData",
    }),
    message("plan.revise", "PlanRevise", {
      messageKind: "command",
      channel: "planning_commands",
      data: "commands/planning#PlanReviseData",
      reply: "commands/planning#PlanReviseReply",
    }),
  ],
  channelOperations: [
    channelOperation("send", "project-coordinator", "project", null),
    channelOperation("send", "project-coordinator", "planning_commands", ["plan.revise"]),
    channelOperation("receive", "project-coordinator", "task", null),
    channelOperation("receive", "planning-system", "project", ["project.created"]),
    channelOperation("receive", "planning-system", "project", ["project.cancelled"]),
    channelOperation("receive", "planning-system", "planning_commands", ["plan.revise"]),
    channelOperation("send", "planning-system", "task", ["task.created"]),
  ],
  restApi: {
    kind: "rest-api",
    name: "Platform API",
    doc: "",
    origin: { file: "openapi.yaml", pointer: "" },
    version: "1.0.0",
    basePath: "/api/v1",
    securitySchemes: {},
    document: {},
  },
  restOperations: [
    restOperation("listProjects", "get", "/projects", {
      doc: "Projects, newest first.\n\nA page at a time.",
      parameters: [
        parameter("limit", "query", { type: "integer", minimum: 1, default: 20 }),
        parameter("state", "query", { $ref: "schemas/project#ProjectState" }),
      ],
      responses: [
        response("200", {
          content: { "application/json": envelopeOf({ type: "array", items: project }) },
          data: { type: "array", items: project },
          paged: true,
        }),
        response("400", {}),
      ],
    }),
    restOperation("createProject", "post", "/projects", {
      body: { required: true, content: { "application/json": project } },
      responses: [
        response("201", { content: { "application/json": envelopeOf(project) }, data: project }),
        response("202", { content: { "application/json": project } }),
        response("default", {}),
      ],
      roles: ["planner"],
      location: "/projects/{project_id}",
    }),
    restOperation("deleteProject", "delete", "/projects/{project_id}", {
      parameters: [parameter("project_id", "path", { type: "string", format: "uuid" })],
      responses: [response("204", {})],
    }),
    restOperation("watchProject", "get", "/projects/{project_id}/stream", {
      parameters: [parameter("project_id", "path", { type: "string", format: "uuid" })],
      responses: [response("200", { content: { "text/event-stream": project } })],
    }),
  ],
  rpcServices: [
    {
      kind: "rpc-service",
      name: "berrys.planning.v1.PlanningService",
      doc: "",
      origin: {
        file: "contracts/proto/berrys/planning/v1/planning.proto",
        pointer: "berrys.planning.v1.PlanningService",
      },
      package: "berrys.planning.v1",
      typeName: "PlanningService",
      service: "planning-system",
      module: "rpc/berrys/planning/v1/planning_pb",
      methods: [
        {
          kind: "rpc-method",
          name: "CreatePlan",
          doc: "",
          origin: {
            file: "contracts/proto/berrys/planning/v1/planning.proto",
            pointer: "berrys.planning.v1.PlanningService.CreatePlan",
          },
          input: "berrys.planning.v1.CreatePlanRequest",
          output: "berrys.planning.v1.CreatePlanResponse",
          streaming: "unary",
          roles: ["service"],
          timeoutMs: 5000,
          idempotent: true,
        },
      ],
    },
  ],
};

function schema(module: string, typeName: string, schema: JsonSchemaObject): SchemaNode {
  return {
    kind: "schema",
    id: `${module}#${typeName}`,
    name: typeName,
    doc: schema.description ?? "",
    origin: { file: `contracts/${module}.yaml`, pointer: `/${typeName}` },
    typeName,
    module,
    schema,
  };
}

function message(
  type: string,
  typeName: string,
  facts: Pick<MessageNode, "data"> & Partial<MessageNode>,
): MessageNode {
  return {
    kind: "message",
    name: type,
    type,
    doc: "",
    origin: { file: `contracts/messages.yaml`, pointer: `/${type}` },
    messageKind: "event",
    typeName,
    channel: "project",
    key: "/project_id",
    version: 1,
    retry: { attempts: 5, backoffMs: 200, maxBackoffMs: 30_000 },
    deadLetter: "continue",
    previous: [],
    sensitive: [],
    reply: null,
    sensitiveReply: [],
    examples: [],
    ...facts,
  };
}

function channelOperation(
  action: "send" | "receive",
  service: string,
  channel: string,
  messages: readonly string[] | null,
): ChannelOperationNode {
  const name = `${action}-${service}-${channel}`;
  const origin = { file: "asyncapi.yaml", pointer: `/operations/${name}` };
  return {
    kind: "channel-operation",
    name,
    doc: "",
    origin,
    action,
    service,
    channel,
    messages,
    batch: null,
  };
}

function parameter(
  name: string,
  place: RestParameter["in"],
  schema: JsonSchemaObject,
): RestParameter {
  const style = place === "query" ? "form" : "simple";
  const explode = place === "query";
  return { name, in: place, required: place === "path", doc: "", schema, explode, style };
}

function response(status: string, facts: Partial<RestResponse>): RestResponse {
  return { status, doc: "", headers: [], content: {}, data: null, paged: false, ...facts };
}

function restOperation(
  operationId: string,
  method: RestOperationNode["method"],
  path: string,
  facts: Partial<RestOperationNode>,
): RestOperationNode {
  return {
    kind: "rest-operation",
    name: operationId,
    operationId,
    doc: "",
    origin: { file: "contracts/rest/projects.yaml", pointer: `/${operationId}` },
    typeName: operationId.charAt(0).toUpperCase() + operationId.slice(1),
    method,
    path,
    service: "project-coordinator",
    parameters: [],
    body: null,
    responses: [],
    roles: null,
    timeoutMs: null,
    idempotent: method !== "post",
    location: null,
    tags: [],
    deprecated: false,
    module: "rest/projects",
    ...facts,
  };
}

function envelopeOf(data: JsonSchemaObject): JsonSchemaObject {
  return {
    type: "object",
    required: ["data", "meta"],
    properties: { data, meta: { type: "object", required: ["version"] } },
  };
}
