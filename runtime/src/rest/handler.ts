/**
 * Answers one REST operation. `Result` is the data alone: envelope, status and headers come from the contract.
 * An operation that streams returns an `AsyncIterable`, as an async generator does.
 */
export type RestHandler<Request, Result, Ctx> = (
  request: Request,
  context: Ctx,
) => [Result] extends [AsyncIterable<unknown>] ? Result | Promise<Result> : Promise<Result>;
