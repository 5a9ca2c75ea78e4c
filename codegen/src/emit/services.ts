import type { MessageNode, Model, Origin, ServiceNode } from "../model/model.ts";
import { generic, interfaceOf, layOut } from "./code.ts";
import type { ImportCollector } from "./imports.ts";
import { docComment } from "./literals.ts";
import { type Powers, powersOf } from "./lookup.ts";
import { moduleFile, sourced } from "./module.ts";
import { memberName, rpcName, serviceName, serviceTypeName } from "./names.ts";
import type { EmitOptions, OutputFile } from "./output.ts";
import { indent } from "./printer.ts";
import { serviceDefinition } from "./service-definition.ts";
import { handlerGroups } from "./service-handlers.ts";

/** `services/<id>.ts`: what one service may publish, send and call, what it must handle, and its define function. */
export function emitServices(model: Model, options: EmitOptions): readonly OutputFile[] {
  return model.services.map((service) => emitService(model, service, options));
}

/** Output module of a service's skeleton. */
export function serviceModule(service: ServiceNode): string {
  return `services/${service.id}`;
}

/** Names that the skeleton of a service exports. */
export function serviceExports(service: ServiceNode): {
  readonly types: readonly string[];
  readonly values: readonly string[];
} {
  const name = serviceTypeName(service);
  const types = ["Publisher", "Sender", "Requester", "Clients", "Context", "Handlers"];
  return {
    types: types.map((suffix) => `${name}${suffix}`),
    values: [serviceName(service), `define${name}`],
  };
}

function emitService(model: Model, service: ServiceNode, emit: EmitOptions): OutputFile {
  const powers = powersOf(model, service.id, service.calls);
  const { types, values } = serviceExports(service);
  return moduleFile({
    model,
    module: serviceModule(service),
    emit,
    declared: [...types, ...values],
    origins: originsOf(service, powers),
    body: (imports) => [
      ...powerTypes(model, service, powers, imports),
      contextType(service, imports),
      handlersType(model, service, powers, imports),
      definition(model, service, powers, imports),
      defineFunction(service, imports),
    ],
  });
}

function powerTypes(
  model: Model,
  service: ServiceNode,
  powers: Powers,
  imports: ImportCollector,
): readonly string[] {
  const name = serviceTypeName(service);
  const runtime = (type: string) => imports.runtimeType(type);
  const publish = (message: MessageNode) =>
    member(memberName(message), runtime("Publish"), [dataType(message, imports)]);
  const requests = powers.sends.flatMap((message) => {
    const reply = replyType(message, imports);
    if (reply === null) return [];
    return [member(memberName(message), runtime("Request"), [dataType(message, imports), reply])];
  });
  const clients = powers.calls.map((rpc) =>
    member(rpcName(rpc, model.rpcServices), runtime("RpcClient"), [
      `typeof ${imports.type(rpc.module, rpc.typeName)}`,
    ]),
  );
  return [
    `/** Events that ${service.id} may publish. */\n${interfaceOf(`${name}Publisher`, powers.publishes.map(publish))}`,
    `/** Commands that ${service.id} may send. */\n${interfaceOf(`${name}Sender`, powers.sends.map(publish))}`,
    `/** Commands whose reply ${service.id} may wait for. */\n${interfaceOf(`${name}Requester`, requests)}`,
    `/** RPC services that ${service.id} may call. */\n${interfaceOf(`${name}Clients`, clients)}`,
  ];
}

function contextType(service: ServiceNode, imports: ImportCollector): string {
  const name = serviceTypeName(service);
  const parts = ["Publisher", "Sender", "Requester", "Clients"].map((part) => `${name}${part}`);
  const head = `export type ${name}Context<Store = unknown> = ${imports.runtimeType("Context")}`;
  const doc = `/** What a handler of ${service.id} gets beside its input. */`;
  return `${doc}\n${generic(head, ["Store", ...parts], ";")}`;
}

function handlersType(
  model: Model,
  service: ServiceNode,
  powers: Powers,
  imports: ImportCollector,
): string {
  const name = serviceTypeName(service);
  const groups = handlerGroups(model, powers, `${name}Context<Store>`, imports);
  const members = [
    handlerGroup("rest", groups.rest),
    handlerGroup("rpc", groups.rpc),
    handlerGroup("events", groups.events),
    handlerGroup("commands", groups.commands),
    ...(groups.upcasters.length === 0
      ? []
      : [
          "/** What turns the data of an older version of a message into that of the next one. */",
          handlerGroup("upcasters", groups.upcasters),
        ]),
  ];
  const doc = `/** Everything ${service.id} has to answer; a missing handler does not compile. */`;
  return `${doc}\n${interfaceOf(`${name}Handlers<Store>`, members)}`;
}

function handlerGroup(name: string, members: readonly string[]): string {
  if (members.length === 0) return `readonly ${name}: Record<never, never>;`;
  return `readonly ${name}: {\n${members.map((member) => indent(member)).join("\n")}\n};`;
}

function definition(
  model: Model,
  service: ServiceNode,
  powers: Powers,
  imports: ImportCollector,
): string {
  const head = `export const ${serviceName(service)}: ${imports.runtimeType("ServiceDefinition")} = `;
  const doc = docComment(sourced(service.doc, service.id));
  return `${doc}\n${layOut(head, serviceDefinition(model, service, powers, imports), ";")}`;
}

function defineFunction(service: ServiceNode, imports: ImportCollector): string {
  const name = serviceTypeName(service);
  const setup = generic(
    `setup: ${imports.runtimeType("ServiceSetup")}`,
    ["Store", `${name}Handlers<Store>`, `${name}Context<Store>`],
    ",",
    2,
  );
  return [
    `/** Joins the handlers of ${service.id} with its contract; a host runs the result. */`,
    `export function define${name}<Store>(`,
    indent(setup),
    `): ${imports.runtimeType("Service")} {`,
    `  return ${imports.runtimeValue("defineService")}(${serviceName(service)}, setup);`,
    "}",
  ].join("\n");
}

function originsOf(service: ServiceNode, powers: Powers): readonly Origin[] {
  const { operations, publishes, sends, follows, rest, serves, calls } = powers;
  return [
    service,
    ...operations,
    ...publishes,
    ...sends,
    ...follows.flatMap(({ channel, messages }) => [channel, ...messages]),
    ...rest,
    ...serves,
    ...calls,
  ].map(({ origin }) => origin);
}

function member(name: string, type: string, args: readonly string[]): string {
  return generic(`readonly ${name}: ${type}`, args, ";", 2);
}

function dataType(message: MessageNode, imports: ImportCollector): string {
  const { module, typeName } = imports.scope.resolve(message.data);
  return imports.type(module, typeName);
}

function replyType(message: MessageNode, imports: ImportCollector): string | null {
  if (message.reply === null) return null;
  const { module, typeName } = imports.scope.resolve(message.reply);
  return imports.type(module, typeName);
}
