import { setTimeout as delay } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { type Ctx, checkOrder, checkUse, factsOf, newExecution, type Order } from "./executions.ts";
import { run } from "./run.ts";
import type { Claim, ExecutionRow, ToolRow } from "./store.ts";

const pollMs = 50;

/**
 * Runs an execution to its end; a tool that fails is no throw. Of several calls with one id the first runs it, the
 * others wait for the same result; where the first one dies, the next takes over.
 */
export async function execute(order: Order, context: Ctx): Promise<ExecutionRow> {
  checkOrder(order);
  const tool = await context.store.getTool(order.tool_id);
  for (;;) {
    const owner = uuidv7();
    const claim = await claimExecution(order, tool, owner, context);
    if (claim.kind === "done") return claim.execution;
    if (claim.kind === "claimed") {
      const job = { execution: claim.execution, tool, owner, credentials: order.credentials ?? {} };
      const done = await run(job, context);
      if (done !== undefined) return done;
    }
    await delay(pollMs, undefined, { signal: context.signal }).catch(() =>
      context.signal.throwIfAborted(),
    );
  }
}

async function claimExecution(
  order: Order,
  tool: ToolRow,
  owner: string,
  context: Ctx,
): Promise<Claim> {
  if ((await context.store.find(order.execution_id)) === undefined) checkUse(tool, order);
  // Not the message's last word: whoever asks again gets the stored execution.
  return context.transaction(
    async (tx) => {
      const claim = await tx.store.claim(newExecution(order, tool), owner);
      if (claim.kind === "claimed" && claim.fresh) {
        const { parameters, created_at: requested_at } = claim.execution;
        const facts = factsOf(claim.execution, tool);
        await tx.publish.toolExecutionRequested({ ...facts, parameters, requested_at });
      }
      return claim;
    },
    { final: false },
  );
}
