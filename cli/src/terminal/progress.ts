import type { Terminal } from "./terminal.ts";

/** Work shorter than this shows nothing. */
const patienceMs = 1000;

/** Shows what goes on while `work` takes longer than a second and a person looks at stderr. */
export async function withProgress<T>(
  terminal: Terminal,
  label: string,
  work: () => Promise<T>,
): Promise<T> {
  if (!terminal.interactive || terminal.verbosity === 0) return work();
  const started = Date.now();
  let shown = false;
  const timer = setInterval(() => {
    shown = true;
    const seconds = Math.floor((Date.now() - started) / 1000);
    terminal.control(`\r${terminal.colors.dim(`${label} … ${seconds} s`)}`);
  }, patienceMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (shown) terminal.control("\r\u001b[2K");
  }
}
