import type { SingleCheck } from "../../groups.ts";
import { enumDescribed } from "./enum-described.ts";
import { fieldDescribed } from "./field-described.ts";
import { getNamesWhat } from "./get-names-what.ts";
import { idIsString } from "./id-is-string.ts";
import { listIsPaged } from "./list-is-paged.ts";
import { listIsRepeated } from "./list-is-repeated.ts";
import { listTellsNext } from "./list-tells-next.ts";
import { messageDescribed } from "./message-described.ts";
import { methodDescribed } from "./method-described.ts";
import { noAny } from "./no-any.ts";
import { noWrappers } from "./no-wrappers.ts";
import { numbersReserved } from "./numbers-reserved.ts";
import { readsAreSafe } from "./reads-are-safe.ts";
import { repeatedIsPlural } from "./repeated-is-plural.ts";
import { rolesDeclared } from "./roles-declared.ts";
import { serviceDescribed } from "./service-described.ts";
import { spanIsDuration } from "./span-is-duration.ts";
import { streamHasTimeout } from "./stream-has-timeout.ts";
import { timeIsTimestamp } from "./time-is-timestamp.ts";
import { timeoutDeclared } from "./timeout-declared.ts";
import { writesStateIdempotency } from "./writes-state-idempotency.ts";

/** Every rule of this group with its check. */
export const rpcRuleFiles: readonly SingleCheck[] = [
  { id: "rpc/roles-declared", kind: "proto", check: rolesDeclared },
  { id: "rpc/timeout-declared", kind: "proto", check: timeoutDeclared },
  { id: "rpc/stream-has-timeout", kind: "proto", check: streamHasTimeout },
  { id: "rpc/reads-are-safe", kind: "proto", check: readsAreSafe },
  { id: "rpc/writes-state-idempotency", kind: "proto", check: writesStateIdempotency },
  { id: "rpc/list-is-paged", kind: "proto", check: listIsPaged },
  { id: "rpc/list-tells-next", kind: "proto", check: listTellsNext },
  { id: "rpc/list-is-repeated", kind: "proto", check: listIsRepeated },
  { id: "rpc/get-names-what", kind: "proto", check: getNamesWhat },
  { id: "rpc/time-is-timestamp", kind: "proto", check: timeIsTimestamp },
  { id: "rpc/span-is-duration", kind: "proto", check: spanIsDuration },
  { id: "rpc/id-is-string", kind: "proto", check: idIsString },
  { id: "rpc/no-wrappers", kind: "proto", check: noWrappers },
  { id: "rpc/no-any", kind: "proto", check: noAny },
  { id: "rpc/repeated-is-plural", kind: "proto", check: repeatedIsPlural },
  { id: "rpc/numbers-reserved", kind: "proto", check: numbersReserved },
  { id: "rpc/service-described", kind: "proto", check: serviceDescribed },
  { id: "rpc/method-described", kind: "proto", check: methodDescribed },
  { id: "rpc/message-described", kind: "proto", check: messageDescribed },
  { id: "rpc/field-described", kind: "proto", check: fieldDescribed },
  { id: "rpc/enum-described", kind: "proto", check: enumDescribed },
];
