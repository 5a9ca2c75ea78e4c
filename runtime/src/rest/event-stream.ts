import { BerrysError } from "../errors.ts";
import { errorOfResponse } from "./problem.ts";

interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** Longest event that is read, so that an endless line cannot fill the memory. */
const maxEventLength = 4 * 1024 * 1024;

/** Server-sent events of a response body, as the WHATWG standard splits them. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let pending = "";
  let event = "message";
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      pending += done ? "" : decoder.decode(value, { stream: true });
      if (pending.length > maxEventLength)
        throw new BerrysError("resource_exhausted", "An event of the stream is longer than 4 MiB.");
      // A carriage return at the very end may be half of a CRLF.
      const lines = pending.split(/\r\n|\n|\r(?!$)/);
      pending = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "") {
          if (data.length > 0) yield { event, data: data.join("\n") };
          event = "message";
          data = [];
          continue;
        }
        const colon = line.indexOf(":");
        const field = colon === -1 ? line : line.slice(0, colon);
        const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (field === "data") data.push(value);
        else if (field === "event") event = value;
      }
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Items of a stream of JSON events; an event named `error` carries a problem and ends it with a `BerrysError`. */
export async function* readItems(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  for await (const { event, data } of readEvents(body)) {
    const value: unknown = JSON.parse(data);
    if (event === "error") {
      const status = (value as { readonly status?: unknown } | null)?.status;
      throw errorOfResponse(typeof status === "number" ? status : 500, value);
    }
    yield value;
  }
}
