/** Edits of the platform's own contracts: ten that break somebody, ten that break nobody. */

/** An edit of one contract file. */
export interface Plant {
  readonly name: string;
  readonly file: string;
  /** The first occurrence after `after` (default: the start) is replaced. */
  readonly after?: string;
  readonly find: string;
  readonly replace: string;
}

/** An edit that breaks somebody. */
export interface BreakingPlant extends Plant {
  /** Id of the rule that finds it. */
  readonly rule: string;
  /** A part of the path of the finding. */
  readonly path: string;
  readonly affected: readonly string[];
}

const projects = "contracts/schemas/project.yaml";
const planning = "contracts/proto/berrys/planning/v1/planning.proto";
const planningCallers = ["api-gateway", "project-coordinator", "service-integration"];

/** Two per kind of contract and direction. */
export const breakingPlants: readonly BreakingPlant[] = [
  {
    name: "a property of a REST request becomes required",
    file: projects,
    after: "NewProject:",
    find: "required: [name, objectives]",
    replace: "required: [name, objectives, description]",
    rule: "openapi/request-property-became-required",
    path: "POST /projects",
    affected: ["api-gateway"],
  },
  {
    name: "a parameter of many REST operations takes less",
    file: "contracts/rest/parameters.yaml",
    find: "maximum: 200",
    replace: "maximum: 100",
    rule: "openapi/parameter-maximum-lowered",
    path: "query limit",
    affected: ["api-gateway"],
  },
  {
    name: "a property of a REST response changes its type",
    file: projects,
    after: "ProjectProgress:",
    find: "type: number, minimum: 0, maximum: 100",
    replace: "type: string",
    rule: "openapi/response-type-changed",
    path: "percent",
    affected: ["api-gateway"],
  },
  {
    name: "a required property of a REST response is no longer promised",
    file: projects,
    after: "Project:",
    find: "    - team_id\n",
    replace: "",
    rule: "openapi/response-property-became-optional",
    path: "team_id",
    affected: ["api-gateway"],
  },
  {
    name: "an event no longer promises a property",
    file: "contracts/events/project.yaml",
    after: "name: project.created",
    find: "                - created_by\n",
    replace: "",
    rule: "asyncapi/payload-property-became-optional",
    path: "project.created",
    affected: ["service-integration", "web-dashboard"],
  },
  {
    name: "an event drops a property",
    file: "contracts/events/task.yaml",
    after: "name: task.assigned",
    find: "                title: { $ref: ../schemas/task.yaml#/TaskTitle }\n",
    replace: "",
    rule: "asyncapi/payload-required-property-removed",
    path: "task.assigned",
    affected: ["service-integration", "web-dashboard"],
  },
  {
    name: "a command needs one property more",
    file: "contracts/commands/agent.yaml",
    after: "name: agent.create_agent",
    find: "required: [project_id, template_id]",
    replace: "required: [project_id, template_id, name]",
    rule: "asyncapi/payload-property-became-required",
    path: "agent.create_agent",
    affected: ["project-coordinator", "service-integration"],
  },
  {
    name: "a command takes shorter texts",
    file: "contracts/commands/agent.yaml",
    after: "name: agent.create_agent",
    find: 'reason: { description: "Why, in a sentence.", type: string, maxLength: 2000 }',
    replace: 'reason: { description: "Why, in a sentence.", type: string, maxLength: 20 }',
    rule: "asyncapi/payload-max-length-lowered",
    path: "agent.create_agent",
    affected: ["project-coordinator", "service-integration"],
  },
  {
    name: "a field of an RPC request changes its type",
    file: planning,
    after: "message GetPlanRequest {",
    find: "string project_id = 1;",
    replace: "int64 project_id = 1;",
    rule: "proto/FIELD_SAME_TYPE",
    path: "GetPlanRequest",
    affected: planningCallers,
  },
  {
    name: "a field of an RPC response is gone",
    file: planning,
    after: "message Plan {",
    find: "  google.protobuf.Duration estimated_duration = 7;\n",
    replace: "",
    rule: "proto/FIELD_NO_DELETE",
    path: "Plan",
    affected: planningCallers,
  },
];

/** Changes that every old party lives with. */
export const safePlants: readonly Plant[] = [
  {
    name: "an optional property in a REST request",
    file: projects,
    after: "NewProject:",
    find: "    auto_approve:",
    replace: "    nickname: { description: A second name., type: string }\n    auto_approve:",
  },
  {
    name: "a parameter that takes more",
    file: "contracts/rest/parameters.yaml",
    find: "maximum: 200",
    replace: "maximum: 500",
  },
  {
    name: "a property more in a REST response",
    file: projects,
    after: "\nProject:",
    find: "  properties:\n",
    replace: "  properties:\n    color: { description: Color of the project., type: string }\n",
  },
  {
    name: "a REST response that promises more",
    file: projects,
    after: "ProjectProgress:",
    find: "completed: { description: Number of completed tasks., type: integer, minimum: 0 }",
    replace:
      "completed: { description: Number of completed tasks., type: integer, minimum: 0, maximum: 100000 }",
  },
  {
    name: "an event with a property more",
    file: "contracts/events/project.yaml",
    after: "name: project.created",
    find: "              properties:\n",
    replace:
      "              properties:\n                color: { description: Color of the project., type: string }\n",
  },
  {
    name: "a message with another key in the document",
    file: "contracts/events/task.yaml",
    find: 'taskAssigned: { $ref: "#/messages/taskAssigned" }',
    replace: 'taskWasAssigned: { $ref: "#/messages/taskAssigned" }',
  },
  {
    name: "a command that takes one property more",
    file: "contracts/commands/agent.yaml",
    after: "name: agent.create_agent",
    find: "                name: { $ref: ../schemas/agent.yaml#/AgentName }\n",
    replace:
      "                name: { $ref: ../schemas/agent.yaml#/AgentName }\n                color: { description: Color of the agent., type: string }\n",
  },
  {
    name: "a command that takes longer texts",
    file: "contracts/commands/agent.yaml",
    after: "name: agent.create_agent",
    find: "type: string, maxLength: 2000 }",
    replace: "type: string, maxLength: 4000 }",
  },
  {
    name: "a field more in an RPC request",
    file: planning,
    after: "message GetPlanRequest {",
    find: "string project_id = 1;",
    replace:
      "string project_id = 1;\n\n  // Revision, e.g. 2; 0: the newest.\n  int32 revision = 2;",
  },
  {
    name: "a comment in a proto file",
    file: planning,
    after: "message Plan {",
    find: "// Current state, e.g. PLAN_STATE_IN_REVIEW.",
    replace: "// The state that the plan is in, e.g. PLAN_STATE_IN_REVIEW.",
  },
];

/** The text with the edit made. */
export function plant(text: string, { name, after, find, replace }: Plant): string {
  const start = after === undefined ? 0 : text.indexOf(after);
  const at = start === -1 ? -1 : text.indexOf(find, start);
  if (at === -1) throw new Error(`the contract has changed: "${name}" finds no place`);
  return text.slice(0, at) + replace + text.slice(at + find.length);
}
