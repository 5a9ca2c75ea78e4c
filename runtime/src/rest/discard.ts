/**
 * Reads what is left of a request's body and forgets it. Cancelling would cut off the client, which has the answer
 * still to read, and a body that nobody reads blocks the next request of its connection. The HTTP server ends it
 * where it takes too long.
 */
export async function discard(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The client went away, or was sent away.
  }
}
