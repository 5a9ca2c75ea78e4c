import { setTimeout as delay } from "node:timers/promises";
import { BerrysError } from "@berrys/runtime/errors";
import { v7 as uuidv7 } from "uuid";
import { type Ctx, checkOrder, factsOf, newExecution, type Order } from "./executions.ts";
import { type Progress, run } from "./run.ts";
import { selectModel } from "./select-model.ts";
import type { Claim, ExecutionRow } from "./store.ts";

/** Output as it arises, then exactly one end. */
export type ExecutionPiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "end"; readonly execution: ExecutionRow };

const pollMs = 100;

/** Runs an execution to its end; the same id again gets the stored execution. A model that fails is no throw. */
export async function execute(order: Order, context: Ctx): Promise<ExecutionRow> {
  for await (const piece of executeStream(order, context)) {
    if (piece.kind === "end") return piece.execution;
  }
  throw new BerrysError("internal", `The execution ${order.execution_id} came to no end`);
}

/**
 * Runs an execution and gives its output as it arises. Of several calls with one id the first runs it, the others
 * watch; where the first one dies, the next takes over.
 */
export function executeStream(order: Order, context: Ctx): AsyncGenerator<ExecutionPiece> {
  checkOrder(order);
  return pieces(attempts(order, context));
}

/** Watches an execution that somebody asked for already. */
export function watch(executionId: string, context: Ctx): AsyncGenerator<ExecutionPiece> {
  return pieces(looks(executionId, context));
}

async function* attempts(order: Order, context: Ctx): AsyncGenerator<Progress> {
  for (;;) {
    const owner = uuidv7();
    const claim = await claimExecution(order, owner, context);
    if (claim.kind === "claimed") yield* run(claim.execution, owner, context);
    else yield progressOf(claim.execution);
    await pause(context.signal);
  }
}

async function* looks(executionId: string, context: Ctx): AsyncGenerator<Progress> {
  for (;;) {
    yield progressOf(await context.store.get(executionId));
    await pause(context.signal);
  }
}

/** What is new in each state, up to the end. */
async function* pieces(states: AsyncIterable<Progress>): AsyncGenerator<ExecutionPiece> {
  let sent = 0;
  for await (const { output, execution } of states) {
    if (output.length > sent) {
      yield { kind: "text", text: output.slice(sent) };
      sent = output.length;
    }
    if (execution !== null) {
      yield { kind: "end", execution };
      return;
    }
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await delay(pollMs, undefined, { signal }).catch(() => signal.throwIfAborted());
}

function progressOf(execution: ExecutionRow): Progress {
  return execution.completed_at === null
    ? { output: execution.partial_output, execution: null }
    : { output: execution.output ?? "", execution };
}

async function claimExecution(order: Order, owner: string, context: Ctx): Promise<Claim> {
  const existing = await context.store.find(order.execution_id);
  const modelId = existing?.model_id ?? (await selectModel(order, context.store)).model_id;
  // Not the message's last word: whoever asks again gets the stored execution.
  return context.transaction(
    async (tx) => {
      const claim = await tx.store.claim(newExecution(order, modelId, { detached: false }), owner);
      if (claim.kind === "claimed" && claim.fresh) {
        const requested_at = claim.execution.created_at;
        await tx.publish.modelExecutionRequested({ ...factsOf(claim.execution), requested_at });
      }
      return claim;
    },
    { final: false },
  );
}
