import {
  agentOrchestrator,
  modelOrchestration,
  planningSystem,
  projectCoordinator,
  serviceIntegration,
  toolIntegration,
} from "@berrys/platform";
import { AgentService } from "@berrys/platform/rpc/berrys/agents/v1/agents_pb";
import { ModelService } from "@berrys/platform/rpc/berrys/models/v1/models_pb";
import { PlanningService } from "@berrys/platform/rpc/berrys/planning/v1/planning_pb";
import { ProjectService } from "@berrys/platform/rpc/berrys/projects/v1/projects_pb";
import { ToolService } from "@berrys/platform/rpc/berrys/tools/v1/tools_pb";
import { WorkflowService } from "@berrys/platform/rpc/berrys/workflows/v1/workflows_pb";
import type { ServiceDefinition } from "@berrys/runtime/definitions";
import { createIdentity } from "@berrys/runtime/host/identity";
import { createRpcPeer } from "@berrys/runtime/rpc/client";
import type { RpcClient } from "@berrys/runtime/rpc/types";
import type { DescService } from "@bufbuild/protobuf";
import { serviceSecret, type TestPlatform } from "./platform.ts";

/** A method, as one can call it without knowing its types. */
export interface RpcMethod {
  /** E.g. `AgentService.GetTeam`. */
  readonly name: string;
  readonly url: string;
  readonly isStream: boolean;
  /** The answer; of a stream the first part of it. */
  readonly call: (request: object) => Promise<unknown>;
}

/** Typed clients of all RPC services, with the token of a service. */
export interface RpcClients {
  readonly clients: {
    readonly projectService: RpcClient<typeof ProjectService>;
    readonly planningService: RpcClient<typeof PlanningService>;
    readonly agentService: RpcClient<typeof AgentService>;
    readonly modelService: RpcClient<typeof ModelService>;
    readonly toolService: RpcClient<typeof ToolService>;
    readonly workflowService: RpcClient<typeof WorkflowService>;
  };
  /** Every method of the contract. */
  readonly methods: readonly RpcMethod[];
  /** Names of the methods that were answered with success. */
  readonly succeeded: ReadonlySet<string>;
  close(): void;
}

type AnyMethod = (request: object) => Promise<unknown> | AsyncIterable<unknown>;

export function startRpcClients(platform: TestPlatform): RpcClients {
  const identity = createIdentity("api-gateway", serviceSecret);
  const succeeded = new Set<string>();
  const methods: RpcMethod[] = [];
  const closers: (() => void)[] = [];

  function open<Service extends DescService>(
    { id, serves }: ServiceDefinition,
    desc: Service,
  ): RpcClient<Service> {
    const definition = Object.values(serves).find((one) => one.desc.typeName === desc.typeName);
    if (definition === undefined) throw new Error(`${id} does not serve ${desc.name}`);
    const url = platform.urls[id] ?? "";
    const peer = createRpcPeer({ ...definition, desc }, url);
    closers.push(peer.close);
    const client = peer.client({ token: () => identity.token(id, null) });
    const plain = client as unknown as Readonly<Record<string, AnyMethod>>;
    const noted: Record<string, AnyMethod> = {};
    for (const { localName, name, methodKind } of desc.methods) {
      const whole = `${desc.name}.${name}`;
      const call = plain[localName];
      if (call === undefined) throw new Error(`There is no ${whole}`);
      noted[localName] = (request) => noting(call(request), whole, succeeded);
      methods.push({
        name: whole,
        url: `${url}/${desc.typeName}/${name}`,
        isStream: methodKind !== "unary",
        call: (request) => firstOf(call(request)),
      });
    }
    return noted as unknown as RpcClient<Service>;
  }

  return {
    clients: {
      projectService: open(projectCoordinator, ProjectService),
      planningService: open(planningSystem, PlanningService),
      agentService: open(agentOrchestrator, AgentService),
      modelService: open(modelOrchestration, ModelService),
      toolService: open(toolIntegration, ToolService),
      workflowService: open(serviceIntegration, WorkflowService),
    },
    methods,
    succeeded,
    close: () => {
      for (const close of closers) close();
    },
  };
}

function noting(
  answer: ReturnType<AnyMethod>,
  name: string,
  succeeded: Set<string>,
): ReturnType<AnyMethod> {
  if (Symbol.asyncIterator in answer) return notingEnd(answer, name, succeeded);
  return answer.then((response) => {
    succeeded.add(name);
    return response;
  });
}

async function* notingEnd(
  parts: AsyncIterable<unknown>,
  name: string,
  succeeded: Set<string>,
): AsyncGenerator<unknown> {
  yield* parts;
  succeeded.add(name);
}

async function firstOf(answer: ReturnType<AnyMethod>): Promise<unknown> {
  if (!(Symbol.asyncIterator in answer)) return answer;
  for await (const part of answer) return part;
  return undefined;
}
