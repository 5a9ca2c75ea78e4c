/** What a model is asked. */
export interface ModelRequest {
  readonly model: string;
  /** `plan`, `generate`, `analyze` or `summarize`. */
  readonly executionType: string;
  readonly system?: string;
  readonly prompt: string;
  /** Structured facts such as objectives or the inputs of a task. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly maxTokens?: number;
  readonly temperature?: number;
}

export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** Output as it comes: text in pieces, then exactly one end. */
export type ModelPiece =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "end";
      /** Structured answer where the execution type asks for one, else null. */
      readonly structured: Readonly<Record<string, unknown>> | null;
      readonly usage: TokenUsage;
    };

/** Runs models. Throws `unavailable` where the provider cannot be reached, `invalid_argument` where it refuses the request. */
export interface ModelProvider {
  readonly name: string;
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelPiece>;
}

/** What a whole execution gave. */
export interface ModelAnswer {
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>> | null;
  readonly usage: TokenUsage;
}

/** Reads a stream to its end. */
export async function collect(pieces: AsyncIterable<ModelPiece>): Promise<ModelAnswer> {
  let text = "";
  for await (const piece of pieces) {
    if (piece.kind === "text") text += piece.text;
    else return { text, structured: piece.structured, usage: piece.usage };
  }
  return { text, structured: null, usage: { promptTokens: 0, completionTokens: 0 } };
}
