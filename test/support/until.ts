/** Asks until the answer is what is wanted; resolves with it. Unlike `expect.poll` it also works in hooks. */
export async function until<T>(
  ask: () => Promise<T> | T,
  wanted: (answer: T) => boolean,
  options: { readonly timeoutMs?: number; readonly everyMs?: number } = {},
): Promise<T> {
  const { timeoutMs = 20_000, everyMs = 50 } = options;
  for (const end = Date.now() + timeoutMs; ; ) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) {
      throw new Error(`Still ${JSON.stringify(answer)?.slice(0, 500)} after ${timeoutMs} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
