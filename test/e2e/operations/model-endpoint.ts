import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";

/** A task as a test plans it; `after` names tasks before it by title. */
export interface PlannedTask {
  readonly title: string;
  readonly after?: readonly string[];
  readonly capabilities?: readonly string[];
}

/** A model that does what a test says: it plans the given tasks, and waits or refuses where it is told to. */
export interface ModelEndpoint extends AsyncDisposable {
  /** For `MODEL_BASE_URL`. */
  readonly baseUrl: string;
  /** The plan of every project of this name; others get one task. */
  plan(projectName: string, tasks: readonly PlannedTask[]): void;
  /** Answers to prompts that hold `text` wait until the returned function is called. */
  hold(text: string): () => void;
  /** Prompts that hold `text` are refused until the returned function is called. */
  refuse(text: string): () => void;
}

interface Completion {
  readonly messages: readonly { readonly content: string }[];
  readonly response_format?: unknown;
}

/** Speaks as much of the chat completions protocol as a real endpoint would here. */
export async function startModelEndpoint(): Promise<ModelEndpoint> {
  const plans = new Map<string, readonly PlannedTask[]>();
  const held = new Map<string, PromiseWithResolvers<void>>();
  const refused = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const completion = JSON.parse(Buffer.concat(chunks).toString()) as Completion;
    const prompt = completion.messages.at(-1)?.content ?? "";
    for (const [text, gate] of held) if (prompt.includes(text)) await gate.promise;
    if ([...refused].some((text) => prompt.includes(text))) {
      response.writeHead(400).end("I will not");
      return;
    }
    if (completion.response_format === undefined) answer(response, ["Done", " with", " care."]);
    else answer(response, [JSON.stringify(planFor(prompt, plans))]);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    baseUrl: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/v1`,
    plan: (projectName, tasks) => plans.set(projectName, tasks),
    hold: (text) => {
      const gate = Promise.withResolvers<void>();
      held.set(text, gate);
      return () => {
        held.delete(text);
        gate.resolve();
      };
    },
    refuse: (text) => {
      refused.add(text);
      return () => refused.delete(text);
    },
    [Symbol.asyncDispose]: async () => {
      for (const gate of held.values()) gate.resolve();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function answer(response: ServerResponse, words: readonly string[]): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (value: unknown) => response.write(`data: ${JSON.stringify(value)}\n\n`);
  for (const content of words) send({ choices: [{ delta: { content } }] });
  send({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 3 } });
  response.end("data: [DONE]\n\n");
}

function planFor(prompt: string, plans: ReadonlyMap<string, readonly PlannedTask[]>) {
  const name = /^Plan the project "([^"]*)"/.exec(prompt)?.[1] ?? "";
  const tasks = plans.get(name) ?? [{ title: `${name}: only` }];
  const feedback = /"feedback":"([^"]*)"/.exec(prompt)?.[1];
  return {
    summary: feedback === undefined ? "The first plan." : `A plan that heeds: ${feedback}`,
    tasks: tasks.map(({ title, after = [], capabilities = ["research"] }) => ({
      key: title,
      title,
      description: "",
      task_type: "research",
      priority: "normal",
      required_capabilities: capabilities,
      depends_on: after,
    })),
  };
}
