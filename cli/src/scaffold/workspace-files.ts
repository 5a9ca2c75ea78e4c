import { titleOf } from "./identifiers.ts";
import type { ScaffoldFile } from "./scaffold-file.ts";

export interface WorkspaceFilesOptions {
  /** Name of the workspace, kebab-case. */
  readonly name: string;
  /** Id of the first service, kebab-case. */
  readonly service: string;
  /** Version of the `berrys` package. */
  readonly version: string;
}

/** Settings and contracts of a small workspace: one event, one command, one REST operation, one RPC, one service. */
export function workspaceFiles(options: WorkspaceFilesOptions): readonly ScaffoldFile[] {
  const proto = options.service.replaceAll("-", "_");
  const files: Readonly<Record<string, string>> = {
    "package.json": packageJson(options),
    "tsconfig.json": tsconfig,
    ".gitignore": "node_modules/\n.berrys/\n",
    "berrys.yaml": settings(options, proto),
    "asyncapi.yaml": asyncapi(options),
    "openapi.yaml": openapi(options),
    "buf.yaml": buf,
    [`contracts/proto/${proto}/v1/${proto}.proto`]: protoFile(options, proto),
    "generated/package.json": generatedPackage(options),
  };
  return Object.entries(files).map(([path, content]) => ({ path, content }));
}

function packageJson({ name, version }: WorkspaceFilesOptions): string {
  return json({
    name,
    private: true,
    type: "module",
    workspaces: ["generated", "services/*"],
    engines: { node: ">=22.18" },
    scripts: { gen: "berrys gen", start: "berrys start", check: "berrys gen --check && tsc" },
    dependencies: { "@berrys/runtime": `^${version}` },
    devDependencies: { berrys: `^${version}`, typescript: "^5.9.3", "@types/node": "^24" },
  });
}

function generatedPackage({ name, version }: WorkspaceFilesOptions): string {
  return json({
    name: `@${name}/contracts`,
    version: "0.1.0",
    private: true,
    type: "module",
    exports: { ".": "./index.ts", "./*": "./*.ts" },
    dependencies: { "@berrys/runtime": `^${version}`, "@bufbuild/protobuf": "^2.17.0" },
  });
}

const tsconfig = json({
  compilerOptions: {
    target: "es2024",
    module: "nodenext",
    noEmit: true,
    strict: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  },
  include: ["generated", "services"],
});

function settings({ name, service }: WorkspaceFilesOptions, proto: string): string {
  return `name: ${name}
contracts:
  asyncapi: asyncapi.yaml
  openapi: openapi.yaml
  proto: buf.yaml
output:
  dir: generated
services:
  ${service}:
    title: ${titleOf(service)}
    description: Greets people and remembers whom.
    port: 0
    packages: [${proto}.v1]
`;
}

function asyncapi({ name, service }: WorkspaceFilesOptions): string {
  return `asyncapi: 3.0.0
info:
  title: ${titleOf(name)} messages
  version: 1.0.0
defaultContentType: application/json
channels:
  greeting:
    address: greeting
    description: What happened to greetings.
    messages:
      greeting.sent:
        $ref: "#/components/messages/greeting.sent"
  ${service}:
    address: ${service}
    description: What the service is asked to do.
    messages:
      greeting.send:
        $ref: "#/components/messages/greeting.send"
operations:
  publishGreetings:
    action: send
    description: Tells everybody who was greeted.
    channel:
      $ref: "#/channels/greeting"
    x-berrys-service: ${service}
  followGreetings:
    action: receive
    description: Remembers whom it greeted.
    channel:
      $ref: "#/channels/greeting"
    messages:
      - $ref: "#/channels/greeting/messages/greeting.sent"
    x-berrys-service: ${service}
  sendGreetings:
    action: send
    description: Asks for a greeting later.
    channel:
      $ref: "#/channels/${service}"
    x-berrys-service: ${service}
  receiveGreetings:
    action: receive
    description: Greets whoever it is asked to greet.
    channel:
      $ref: "#/channels/${service}"
    messages:
      - $ref: "#/channels/${service}/messages/greeting.send"
    x-berrys-service: ${service}
components:
  messages:
    greeting.sent:
      name: greeting.sent
      title: Greeting sent
      summary: Somebody was greeted.
      x-berrys-key: /name
      payload:
        type: object
        description: Who was greeted, and how.
        required: [name, text]
        properties:
          name:
            type: string
            description: Who was greeted.
            maxLength: 100
          text:
            type: string
            description: What was said.
            maxLength: 200
      examples:
        - payload: { name: Ada, text: "Hello, Ada" }
    greeting.send:
      name: greeting.send
      title: Send a greeting
      summary: Greet somebody.
      x-berrys-kind: command
      x-berrys-key: /name
      payload:
        type: object
        description: Whom to greet.
        required: [name]
        properties:
          name:
            type: string
            description: Whom to greet.
            minLength: 1
            maxLength: 100
      examples:
        - payload: { name: Ada }
`;
}

function openapi({ name, service }: WorkspaceFilesOptions): string {
  return `openapi: 3.1.0
info:
  title: ${titleOf(name)}
  description: Greetings for people.
  version: 1.0.0
servers:
  - url: /api/v1
tags:
  - name: Greetings
    description: What people are greeted with.
security: []
paths:
  /greetings/{name}:
    get:
      operationId: getGreeting
      summary: The greeting for a name.
      description: Greets whoever is named; anyone may ask.
      tags: [Greetings]
      x-berrys-service: ${service}
      x-berrys-roles: []
      parameters:
        - name: name
          in: path
          required: true
          description: Whom to greet.
          schema:
            type: string
            minLength: 1
            maxLength: 100
      responses:
        "200":
          description: The greeting.
          headers:
            X-Correlation-Id:
              $ref: "#/components/headers/CorrelationId"
          content:
            application/json:
              schema:
                type: object
                x-berrys-envelope: response
                description: The greeting in the envelope of all answers; handlers return its data.
                required: [data, meta]
                properties:
                  data:
                    $ref: "#/components/schemas/Greeting"
                  meta:
                    $ref: "#/components/schemas/Meta"
              example:
                data: { name: Ada, text: "Hello, Ada" }
                meta: { version: "1.0", timestamp: "2026-01-01T12:00:00Z" }
        "400":
          $ref: "#/components/responses/Problem"
        "404":
          $ref: "#/components/responses/Problem"
components:
  headers:
    CorrelationId:
      description: Names the request in logs and messages.
      schema:
        type: string
  responses:
    Problem:
      description: Why the request was refused (RFC 9457).
      headers:
        X-Correlation-Id:
          $ref: "#/components/headers/CorrelationId"
      content:
        application/problem+json:
          schema:
            $ref: "#/components/schemas/Problem"
          example:
            type: about:blank
            title: Not Found
            status: 404
            correlation_id: 5f0c2a34-6d1b-4f8e-9a57-0c2f6f3f1b11
  schemas:
    Greeting:
      type: object
      description: A greeting for one name.
      required: [name, text]
      properties:
        name:
          type: string
          description: Who is greeted.
        text:
          type: string
          description: What is said.
    Meta:
      type: object
      description: About the answer.
      required: [version, timestamp]
      properties:
        version:
          type: string
          description: Version of the API.
        timestamp:
          type: string
          format: date-time
          description: When it was answered.
    Problem:
      type: object
      description: A refusal.
      required: [type, title, status, correlation_id]
      properties:
        type:
          type: string
          description: Names the kind of problem.
        title:
          type: string
          description: The kind of problem in words.
        status:
          type: integer
          description: Status of the answer.
        detail:
          type: string
          description: What went wrong here.
        correlation_id:
          type: string
          description: Names the request in logs.
`;
}

const buf = `version: v2
modules:
  - path: contracts/proto
lint:
  use:
    - STANDARD
`;

function protoFile({ service }: WorkspaceFilesOptions, proto: string): string {
  const rpcService = `${titleOf(service).replaceAll(" ", "")}Service`;
  return `syntax = "proto3";

package ${proto}.v1;

// Greets people.
service ${rpcService} {
  // The greeting for a name.
  rpc Greet(GreetRequest) returns (GreetResponse) {
    option idempotency_level = NO_SIDE_EFFECTS;
  }
}

// Whom to greet.
message GreetRequest {
  // Whom to greet.
  string name = 1;
}

// The greeting.
message GreetResponse {
  // What is said.
  string text = 1;
}
`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
