import { channelBase, channelModule, constName, pascalCase, rpcMethodName } from "../names.ts";
import type { BuildContext } from "./context.ts";
import type { Model, Origin } from "./model.ts";

interface Named {
  readonly what: string;
  readonly spelling: string;
  readonly code: string;
  readonly origin: Origin;
}

/** Reports names that differ in the contract and are the same in code. Schemas are checked where they are named; RPC services of two packages may share a name. */
export function checkNames(ctx: BuildContext, model: Model): void {
  const messages = model.messages.map(({ name, typeName, origin, channel }) => ({
    what: "messages",
    spelling: `${channel} ${name}`,
    code: typeName,
    origin,
  }));
  const operations = model.restOperations.map(({ operationId, typeName, origin }) => ({
    what: "operations",
    spelling: operationId,
    code: typeName,
    origin,
  }));
  const channels = model.channels.map(({ name, messageKind, origin }) => ({
    what: "channels",
    spelling: name,
    code: `${channelModule(name, messageKind)} ${pascalCase(channelBase(name, messageKind))}`,
    origin,
  }));
  const services = model.rpcServices.map(({ name, origin }) => ({
    what: "RPC services",
    spelling: name,
    code: constName(name),
    origin,
  }));
  const methods = model.rpcServices.flatMap((service) =>
    service.methods.map((method) => ({
      what: "methods",
      spelling: `${service.name}.${method.name}`,
      code: `${service.name} ${rpcMethodName(method)}`,
      origin: method.origin,
    })),
  );
  for (const group of [messages, operations, channels, services, methods]) report(ctx, group);
}

function report(ctx: BuildContext, names: readonly Named[]): void {
  const seen = new Map<string, Named>();
  for (const named of names) {
    const other = seen.get(named.code);
    if (other === undefined) seen.set(named.code, named);
    else if (other.spelling !== named.spelling) {
      const message = `The ${named.what} \`${other.spelling}\` and \`${named.spelling}\` become the same name \`${named.code.split(" ").at(-1)}\` in code.`;
      ctx.report("model/name-collision", message, named.origin, {
        hint: "rename one of the two",
        related: [{ message: "the other one", span: ctx.sources.spanOf(other.origin) }],
      });
    }
  }
}
