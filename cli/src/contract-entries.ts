import type { Model, Origin } from "@berrys/codegen/model/model";

/** One thing that contracts declare and people look for by name. */
export interface ContractEntry {
  readonly kind: "service" | "event" | "command" | "rest" | "rpc" | "schema";
  readonly name: string;
  /** Services that own, publish, send or serve it. */
  readonly from: readonly string[];
  /** Services that follow or call it. */
  readonly to: readonly string[];
  /** First line of its description. */
  readonly summary: string;
  readonly origin: Origin;
  /** The node of the model. */
  readonly node: unknown;
}

/** Everything with a name, services first, then by kind in contract order. */
export function contractEntries(model: Model): readonly ContractEntry[] {
  return [
    ...model.services.map((service) => ({
      ...common(service),
      kind: "service" as const,
      name: service.id,
      from: [],
      to: service.calls,
    })),
    ...model.messages.map((message) => ({
      ...common(message),
      kind: message.messageKind,
      from: servicesOf(model, "send", message),
      to: servicesOf(model, "receive", message),
    })),
    ...model.restOperations.map((operation) => ({
      ...common(operation),
      kind: "rest" as const,
      from: [operation.service],
      to: [],
    })),
    ...model.rpcServices.flatMap((rpc) =>
      rpc.methods.map((method) => ({
        ...common(method),
        kind: "rpc" as const,
        name: `${rpc.name}.${method.name.slice(method.name.lastIndexOf(".") + 1)}`,
        from: [rpc.service],
        to: model.services.filter(({ calls }) => calls.includes(rpc.service)).map(({ id }) => id),
      })),
    ),
    ...model.schemas.map((schema) => ({
      ...common(schema),
      kind: "schema" as const,
      name: schema.typeName,
      from: [],
      to: [],
    })),
  ];
}

function common(node: { readonly name: string; readonly doc: string; readonly origin: Origin }) {
  const [summary = ""] = node.doc.trim().split("\n");
  return { name: node.name, summary, origin: node.origin, node };
}

function servicesOf(
  model: Model,
  action: "send" | "receive",
  { channel, type }: { readonly channel: string; readonly type: string },
): readonly string[] {
  const operations = model.channelOperations.filter(
    (operation) =>
      operation.action === action &&
      operation.channel === channel &&
      (operation.messages?.includes(type) ?? true),
  );
  return [...new Set(operations.map(({ service }) => service))];
}
