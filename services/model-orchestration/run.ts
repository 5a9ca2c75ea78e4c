import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { type Ctx, errorDetail, factsOf } from "./executions.ts";
import { providersOf } from "./providers/index.ts";
import type { ModelPiece } from "./providers/provider.ts";
import type { ErrorDetail } from "./schema.ts";
import type { ExecutionRow, ModelRow, Outcome } from "./store.ts";

type End = Extract<ModelPiece, { readonly kind: "end" }>;

/** The whole output so far, and the execution once it has ended. */
export interface Progress {
  readonly output: string;
  readonly execution: ExecutionRow | null;
}

/** What came out: an end, or why there is none. */
type Answer = { readonly end: End } | { readonly error: unknown };

const renewMs = 250;

/**
 * Runs an execution whose lease is `owner`'s. Ends without an execution where another run took it over; gives the
 * lease back where the caller goes away, because then nobody knows how it would have ended.
 */
export async function* run(
  execution: ExecutionRow,
  owner: string,
  context: Ctx,
): AsyncGenerator<Progress, void> {
  const { execution_id } = execution;
  const started = performance.now();
  const lost = new AbortController();
  const said = { output: "" };
  const renew = async (): Promise<void> => {
    const kept = await context.store.renew(execution_id, owner, said.output).catch(() => false);
    if (!kept) lost.abort();
  };
  const renewal = setInterval(renew, renewMs);
  let finished = false;
  try {
    await renew();
    const model = await context.store.getModel(execution.model_id);
    const answer = yield* ask(
      execution,
      model,
      said,
      AbortSignal.any([context.signal, lost.signal]),
    );
    context.signal.throwIfAborted();
    clearInterval(renewal);
    if (lost.signal.aborted) return;
    const outcome = outcomeOf(said.output, answer, Math.round(performance.now() - started));
    if ("error" in answer)
      context.log.warn({ execution_id, err: answer.error }, "the model failed");
    const done = await finish(execution, owner, outcome, context);
    finished = true;
    if (done !== undefined) yield { output: said.output, execution: done };
  } finally {
    clearInterval(renewal);
    if (!finished) await context.store.release(execution_id, owner);
  }
}

async function* ask(
  execution: ExecutionRow,
  model: ModelRow,
  said: { output: string },
  signal: AbortSignal,
): AsyncGenerator<Progress, Answer> {
  try {
    const provider = providersOf()[model.provider];
    if (provider === undefined) {
      throw new BerrysError(
        "failed_precondition",
        `The provider ${model.provider} of the model ${model.name} is not set up here`,
      );
    }
    const { max_tokens, temperature } = execution.parameters;
    const request = {
      model: model.name,
      executionType: execution.execution_type,
      prompt: execution.prompt,
      context: execution.inputs,
      ...(max_tokens === undefined ? {} : { maxTokens: max_tokens }),
      ...(temperature === undefined ? {} : { temperature }),
    };
    for await (const piece of provider.stream(request, signal)) {
      if (piece.kind === "end") return { end: piece };
      said.output += piece.text;
      yield { output: said.output, execution: null };
    }
    throw new BerrysError("unavailable", `The model ${model.name} stopped in the middle`);
  } catch (error) {
    return { error };
  }
}

function outcomeOf(output: string, answer: Answer, elapsed: number): Outcome {
  const ended = { execution_time_ms: elapsed, completed_at: now() };
  if ("error" in answer) {
    const error = errorDetail(answer.error);
    return { status: "failed", output: null, result: null, token_usage: null, error, ...ended };
  }
  const { structured, usage } = answer.end;
  const token_usage = {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.promptTokens + usage.completionTokens,
  };
  return { status: "completed", output, result: structured, token_usage, error: null, ...ended };
}

async function finish(
  { execution_id }: ExecutionRow,
  owner: string,
  outcome: Outcome,
  context: Ctx,
): Promise<ExecutionRow | undefined> {
  return context.transaction(
    async (tx) => {
      const done = await tx.store.finish(execution_id, owner, outcome);
      if (done === undefined) return undefined;
      const execution_time_ms = done.execution_time_ms ?? 0;
      const at = done.completed_at ?? now();
      if (done.error !== null) {
        const error: ErrorDetail = done.error;
        const facts = { ...factsOf(done), execution_time_ms, error, failed_at: at };
        await tx.publish.modelExecutionFailed(facts);
      } else if (done.token_usage !== null) {
        const { token_usage } = done;
        const facts = { ...factsOf(done), execution_time_ms, token_usage, completed_at: at };
        await tx.publish.modelExecutionCompleted(facts);
      }
      return done;
    },
    { final: false },
  );
}
