import type { ChannelOperationNode, Model } from "../model/model.ts";
import type { Change } from "./change.ts";
import { channelsOf, operationsOn } from "./parties.ts";
import { createRpcUses } from "./rpc-uses.ts";
import type { Side } from "./side.ts";

/** Names the services that a change hurts. */
export type Affected = (change: Change) => readonly string[];

/**
 * Who is hurt, from the topology of the old side, because it is the old parties that fail: consumers of an event, senders of
 * a command, callers of an RPC, clients of an endpoint. The owner, who makes the change, is not among them.
 */
export function createAffected(old: Side, now: Side): Affected {
  const model = old.model ?? now.model;
  if (model === null) return () => [];
  const rpcUses = createRpcUses(old.proto ?? now.proto);
  return (change) => {
    switch (change.kind) {
      case "asyncapi":
        return sorted(otherParties(change, model));
      case "openapi":
        return sorted(clientsOf(change, model));
      case "proto":
        return sorted(callersOf(change, model, rpcUses));
      case "graphql":
      case "schema":
      case "workspace":
        return [];
    }
  };
}

function sorted(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort();
}

/** The other parties of a message: those who follow an event, those who send a command and wait for its reply. */
function otherParties(change: Change, model: Model): readonly string[] {
  return channelsOf(change, model).flatMap((channel) => {
    const operations = operationsOn(channel, change, model);
    const [owning, others] =
      channel.messageKind === "event" ? ["send", "receive"] : ["receive", "send"];
    const owners = servicesOf(operations, owning);
    const parties = servicesOf(operations, others);
    // A service that follows its own events changes with them.
    return owners.length === 1 ? parties.filter((id) => id !== owners[0]) : parties;
  });
}

function servicesOf(
  operations: readonly ChannelOperationNode[],
  wanted: string | undefined,
): readonly string[] {
  return sorted(operations.flatMap(({ action, service }) => (action === wanted ? service : [])));
}

/** Services that say they use the REST operations of the owner. */
function clientsOf({ owner, operation }: Change, model: Model): readonly string[] {
  const owners =
    owner !== undefined
      ? [owner]
      : model.restOperations
          .filter(
            ({ method, path }) =>
              operation === undefined || operation === `${method.toUpperCase()} ${path}`,
          )
          .map(({ service }) => service);
  return model.services
    .filter(({ id, rest }) => rest.some((used) => used !== id && owners.includes(used)))
    .map(({ id }) => id);
}

/** Services that may call the RPC services in which the changed element is used. */
function callersOf(
  change: Change,
  model: Model,
  rpcUses: (name: string) => readonly string[],
): readonly string[] {
  const name = change.operation?.split("/")[0] ?? change.old?.pointer ?? change.new?.pointer ?? "";
  const names = new Set(rpcUses(name));
  const owners = model.rpcServices.filter((rpc) => names.has(rpc.name)).map((rpc) => rpc.service);
  return model.services
    .filter(({ id, calls }) => calls.some((callee) => callee !== id && owners.includes(callee)))
    .map(({ id }) => id);
}
