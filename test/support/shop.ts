import { create, createFileRegistry } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { sql as drizzleSql } from "drizzle-orm";
import type { Request as CommandRequest, Principal, Publish } from "../../runtime/src/context.ts";
import type { DatabaseConnection } from "../../runtime/src/database/open.ts";
import type {
  MessageDefinition,
  RestOperationDefinition,
  RpcDefinition,
  ServiceDefinition,
} from "../../runtime/src/definitions.ts";
import { BerrysError } from "../../runtime/src/errors.ts";
import { createRestProxy } from "../../runtime/src/host/proxy.ts";
import { type AnyContext, defineService, type Service } from "../../runtime/src/host/service.ts";
import type { Check } from "../../runtime/src/violation.ts";

const anything: Check = () => undefined;
const message = (facts: Partial<MessageDefinition> & { type: string }): MessageDefinition => ({
  kind: "event",
  channel: facts.type.split(".")[0] ?? "",
  partitions: 2,
  version: 1,
  key: "/id",
  retry: { attempts: 3, backoffMs: 10, maxBackoffMs: 20 },
  deadLetter: "continue",
  sensitive: [],
  check: anything,
  checkReply: null,
  ...facts,
});
const orderCreated = message({ type: "order.created" });
const stockReserve = message({ kind: "command", type: "stock.reserve", checkReply: anything });
const started = message({ type: "system.service_started", key: null, partitions: 1 });
const stopped = message({ type: "system.service_stopped", key: null, partitions: 1 });

const text = (name: string, number: number) => ({
  name,
  number,
  type: FieldDescriptorProto_Type.STRING,
  label: FieldDescriptorProto_Label.OPTIONAL,
  jsonName: name,
});
const desc = createFileRegistry(
  create(FileDescriptorSetSchema, {
    file: [
      create(FileDescriptorProtoSchema, {
        name: "shop.proto",
        package: "shop.v1",
        syntax: "proto3",
        messageType: [{ name: "Note", field: [text("id", 1), text("by", 2)] }],
        service: [
          {
            name: "OrderService",
            method: [{ name: "Note", inputType: ".shop.v1.Note", outputType: ".shop.v1.Note" }],
          },
        ],
      }),
    ],
  }),
).getService("shop.v1.OrderService");
if (desc === undefined) throw new Error("no descriptor");
const orderService: RpcDefinition = {
  service: "orders",
  desc,
  methods: { note: { roles: ["service"], timeoutMs: 2_000, idempotent: true } },
};

const operation = (
  facts: Partial<RestOperationDefinition> &
    Pick<RestOperationDefinition, "operationId" | "method" | "path">,
): RestOperationDefinition => ({
  service: "orders",
  parameters: [],
  body: null,
  success: [{ status: 200, shape: "envelope", mediaType: "application/json", check: null }],
  errors: [],
  roles: null,
  timeoutMs: null,
  idempotent: false,
  location: null,
  ...facts,
});
const operations = [
  operation({
    operationId: "createOrder",
    method: "POST",
    path: "/orders",
    body: { required: true, content: { "application/json": anything } },
    success: [{ status: 201, shape: "envelope", mediaType: "application/json", check: null }],
    roles: ["buyer"],
    location: "/orders/{id}",
  }),
  operation({ operationId: "failOrder", method: "POST", path: "/orders/fail" }),
  operation({ operationId: "reserveNow", method: "POST", path: "/orders/reserve" }),
  operation({ operationId: "slowOrder", method: "GET", path: "/orders/slow" }),
  operation({
    operationId: "watchOrders",
    method: "GET",
    path: "/orders/watch",
    success: [{ status: 200, shape: "stream", mediaType: "text/event-stream", check: null }],
  }),
];
/** A service that only announces itself, and what else is said. */
export const define = (facts: Partial<ServiceDefinition> & { id: string }): ServiceDefinition => ({
  title: facts.id,
  portOffset: 0,
  publishes: { systemServiceStarted: started, systemServiceStopped: stopped },
  sends: {},
  follows: [],
  rest: { basePath: "/api/v1", version: "1", operations: [] },
  serves: {},
  calls: {},
  ...facts,
});

interface Publishers {
  readonly orderCreated: Publish<{ id: string }>;
}
interface Senders {
  readonly stockReserve: Publish<{ id: string }>;
}
interface Store {
  insert(id: string): Promise<void>;
}
type Ctx = Omit<AnyContext, "store" | "request" | "clients" | "transaction"> & {
  readonly store: Store;
  readonly request: { readonly stockReserve: CommandRequest<{ id: string }, { left: number }> };
  readonly clients: {
    readonly orderService: { note(note: { id: string }): Promise<{ by: string }> };
  };
  transaction<T>(
    work: (tx: { store: Store; publish: Publishers; send: Senders }) => Promise<T>,
    options?: { final?: boolean },
  ): Promise<T>;
};

/** Three services around one order, and what they saw. */
export function shop() {
  const seen: string[] = [];
  const correlations = new Set<string>();
  let failures = 1;
  let watchAborted = false;
  const orders = defineService(
    define({
      id: "orders",
      publishes: { orderCreated, systemServiceStarted: started, systemServiceStopped: stopped },
      sends: { stockReserve },
      serves: { orderService },
      rest: { basePath: "/api/v1", version: "1", operations },
    }),
    {
      store: (database): Store => ({
        insert: async (id) => {
          await database.execute(drizzleSql`insert into orders.list values (${id})`);
        },
      }),
      start: async ({ transaction }: Ctx) => {
        seen.push("orders started");
        await transaction(async () => undefined);
      },
      handlers: {
        rest: {
          createOrder: async ({ body }: { body: { id: string } }, context: Ctx) => {
            correlations.add(context.correlationId);
            await context.transaction(async (tx) => {
              await tx.store.insert(body.id);
              await tx.publish.orderCreated(body);
            });
            return { id: body.id, by: context.principal?.id };
          },
          failOrder: async (_input: unknown, context: Ctx) => {
            await context.transaction(async (tx) => {
              await tx.store.insert("failed");
              await tx.publish.orderCreated({ id: "failed" });
              throw new BerrysError("aborted", "Changed my mind.");
            });
          },
          reserveNow: async (_input: unknown, context: Ctx) =>
            context.request.stockReserve({ id: "direct" }, { timeoutMs: 5_000 }),
          slowOrder: async () => {
            await new Promise((resolve) => setTimeout(resolve, 300));
            return "done";
          },
          watchOrders: async function* (_input: unknown, { signal }: Ctx) {
            yield { n: 1 };
            await new Promise((resolve) => signal.addEventListener("abort", resolve));
            watchAborted = true;
          },
        },
        rpc: {
          orderService: {
            note: async ({ id }: { id: string }, context: Ctx) => {
              correlations.add(context.correlationId);
              seen.push(`noted ${id}`);
              return { id, by: context.principal?.id ?? "" };
            },
          },
        },
        events: {},
        commands: {},
      },
    },
  );
  const stock = defineService(
    define({
      id: "stock",
      calls: { orderService },
      follows: [
        {
          kind: "event",
          channel: "order",
          partitions: 2,
          handler: null,
          messages: [{ handler: "orderCreated", message: orderCreated }],
        },
        {
          kind: "command",
          channel: "stock",
          partitions: 2,
          handler: null,
          messages: [{ handler: "stockReserve", message: stockReserve }],
        },
      ],
    }),
    {
      store: (database): Store => ({
        insert: async (id) => {
          await database.execute(drizzleSql`insert into orders.reserved values (${id})`);
        },
      }),
      handlers: {
        rest: {},
        rpc: {},
        events: {
          orderCreated: async ({ data }: { data: { id: string } }, context: Ctx) => {
            correlations.add(context.correlationId);
            const { by } = await context.clients.orderService.note({ id: data.id });
            await context.transaction(async () => undefined, { final: false });
            await context.transaction(async (tx) => tx.store.insert(`${data.id} by ${by}`));
            // The effects are committed; what comes now is a redelivery.
            if (failures-- > 0) throw new Error("crashed after the commit");
            seen.push(`reserved ${data.id}`);
          },
        },
        commands: {
          stockReserve: async ({ data }: { data: { id: string } }, context: Ctx) => {
            await context.transaction(async (tx) => tx.store.insert(data.id));
            return { left: 7 };
          },
        },
      },
    },
  );
  const gateway = defineService(define({ id: "gateway", title: "Gateway" }), {
    store: () => null,
    handlers: { rest: {}, rpc: {}, events: {}, commands: {} },
    rest: {
      authenticate: async (request: Request): Promise<Principal | null> => {
        const key = request.headers.get("x-api-key");
        return key === null ? null : { id: key, kind: "api-key", roles: ["buyer"] };
      },
      fallback: createRestProxy({ api: { basePath: "/api/v1", version: "1" }, operations }),
    },
  });
  const services: readonly Service[] = [orders, stock, gateway];
  return { services, seen, correlations, watchAborted: () => watchAborted };
}

/** The tables that the shop writes to. */
export async function prepareTables(database: DatabaseConnection): Promise<void> {
  for (const statement of [
    "drop schema if exists orders cascade",
    "create schema orders",
    "create table orders.list (id text)",
    "create table orders.reserved (id text)",
  ])
    await database.sql.query(statement);
}
