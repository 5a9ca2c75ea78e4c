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
    channel:
      $ref: "#/channels/greeting"
    x-berrys-service: ${service}
  followGreetings:
    action: receive
    channel:
      $ref: "#/channels/greeting"
    messages:
      - $ref: "#/channels/greeting/messages/greeting.sent"
    x-berrys-service: ${service}
  sendGreetings:
    action: send
    channel:
      $ref: "#/channels/${service}"
    x-berrys-service: ${service}
  receiveGreetings:
    action: receive
    channel:
      $ref: "#/channels/${service}"
    messages:
      - $ref: "#/channels/${service}/messages/greeting.send"
    x-berrys-service: ${service}
components:
  messages:
    greeting.sent:
      name: greeting.sent
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
          text:
            type: string
            description: What was said.
      examples:
        - payload: { name: Ada, text: "Hello, Ada" }
    greeting.send:
      name: greeting.send
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
      examples:
        - payload: { name: Ada }
`;
}

function openapi({ name, service }: WorkspaceFilesOptions): string {
  return `openapi: 3.1.0
info:
  title: ${titleOf(name)}
  version: 1.0.0
servers:
  - url: /api/v1
paths:
  /greetings/{name}:
    get:
      operationId: getGreeting
      summary: The greeting for a name.
      x-berrys-service: ${service}
      parameters:
        - name: name
          in: path
          required: true
          description: Whom to greet.
          schema:
            type: string
            minLength: 1
      responses:
        "200":
          description: The greeting.
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/Greeting"
components:
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
  rpc Greet(GreetRequest) returns (GreetResponse);
}

message GreetRequest {
  // Whom to greet.
  string name = 1;
}

message GreetResponse {
  // What is said.
  string text = 1;
}
`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
