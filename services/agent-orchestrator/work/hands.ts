import { type Execution, ExecutionStatus } from "@berrys/platform/rpc/berrys/models/v1/models_pb";
import { ToolExecutionStatus, ToolState } from "@berrys/platform/rpc/berrys/tools/v1/tools_pb";
import { BerrysError, type ErrorCode, errorTraits } from "@berrys/runtime/errors";
import type { JsonObject } from "@bufbuild/protobuf";
import { v5 as uuidv5 } from "uuid";
import type { Ctx } from "../agents.ts";
import type { TemplateRow } from "../store.ts";
import type { Assignment } from "./assignment.ts";
import { TaskDropped, TaskFailure } from "./outcome.ts";

type Data = Readonly<Record<string, unknown>>;

export interface Thought {
  readonly type: "analyze" | "generate" | "summarize";
  readonly prompt: string;
  readonly facts: Data;
}

/**
 * What an agent can do while it works. Every step has a name, from which the id of its execution is derived: a task
 * that is taken up again after a crash gets what was executed before. Throws `TaskFailure` where the tool or the
 * model fails, `TaskDropped` where the task was taken away.
 */
export interface Hands {
  useTool(step: string, tool: string, parameters: Data): Promise<Data>;
  /** Asks a model and waits for the whole answer. */
  think(step: string, thought: Thought): Promise<string>;
  /** Has a model write, and reads along; for long texts. */
  write(step: string, thought: Thought): Promise<string>;
}

/** Hands of an agent made from `template`, for one attempt at a task. */
export function createHands(task: Assignment, template: TemplateRow, context: Ctx): Hands {
  const { toolService, modelService } = context.clients;
  const call = { signal: context.signal };
  const served = {
    projectId: task.project_id,
    agentId: task.agent_id,
    taskId: task.task_id,
  };
  const request = (step: string, { type, prompt, facts }: Thought) => ({
    ...served,
    executionId: executionId(task, step),
    modelId: template.model_id ?? "",
    executionType: type,
    prompt,
    inputs: facts as JsonObject,
  });

  async function stillWanted(): Promise<void> {
    const current = await context.store.findTask(task.task_id, task.attempt);
    if (current?.status !== "running") throw new TaskDropped();
  }

  async function assertAllowed(tool: string): Promise<void> {
    if (template.tool_ids.length === 0) return;
    const { tools } = await toolService.listTools({ state: ToolState.ACTIVE, limit: 100 }, call);
    const id = tools.find(({ name }) => name === tool)?.toolId;
    if (id !== undefined && template.tool_ids.includes(id)) return;
    throw failure("permission_denied", `A ${template.name} may not use the tool ${tool}`);
  }

  return {
    useTool: async (step, tool, parameters) => {
      await stillWanted();
      const { execution } = await answered(async () => {
        await assertAllowed(tool);
        return toolService.executeTool(
          {
            ...served,
            executionId: executionId(task, step),
            tool: { case: "toolName", value: tool },
            parameters: parameters as JsonObject,
          },
          call,
        );
      });
      if (execution?.status === ToolExecutionStatus.COMPLETED) return execution.result ?? {};
      const { code, message } = execution?.error ?? { code: "unknown", message: "no reason given" };
      throw failure(code, `The tool ${tool} failed: ${message}`);
    },

    think: async (step, thought) => {
      await stillWanted();
      const answer = await answered(() => modelService.execute(request(step, thought), call));
      return outputOf(answer.execution);
    },

    write: async (step, thought) => {
      await stillWanted();
      return answered(async () => {
        const stream = modelService.executeStream({ execution: request(step, thought) }, call);
        for await (const { event } of stream) {
          if (event.case === "chunk") {
            const { index, text } = event.value;
            context.log.debug({ step, index, characters: text.length }, "text arrives");
          } else if (event.case === "execution") return outputOf(event.value);
        }
        throw new BerrysError("unavailable", "The model's answer broke off");
      });
    },
  };
}

/** Id of the execution behind a step: the same for the same attempt at a task. */
export function executionId(
  { task_id, attempt }: Pick<Assignment, "task_id" | "attempt">,
  step: string,
): string {
  return uuidv5(`${attempt}/${step}`, task_id);
}

function outputOf(execution: Execution | undefined): string {
  if (execution?.status === ExecutionStatus.COMPLETED) return execution.output ?? "";
  const { code, message } = execution?.error ?? { code: "unknown", message: "no reason given" };
  throw failure(code, `The model failed: ${message}`);
}

/** A refusal is the task's failure; what may pass is thrown, so that the command is tried again. */
async function answered<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof BerrysError) || errorTraits[error.code].retryable) throw error;
    throw failure(error.code, error.message);
  }
}

function failure(code: string, message: string): TaskFailure {
  const known = code in errorTraits ? (code as ErrorCode) : "unknown";
  return new TaskFailure({
    code: known,
    message: message.slice(0, 2000),
    retryable: errorTraits[known].retryable,
  });
}
