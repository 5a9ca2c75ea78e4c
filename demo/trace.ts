import { topology } from "@berrys/platform/topology";

/** Prints what happens under one correlation id, in order, with times. */
export interface Trace {
  readonly correlationId: string;
  /** Times count from here. */
  begin(): void;
  /** A line of a service's log. */
  log(line: Readonly<Record<string, unknown>>): void;
  /** Waits for what is still on its way. */
  end(): Promise<void>;
  /** Called at `end`, instead of a short wait: ends a source that has to be asked. */
  onEnd(work: () => Promise<void>): void;
}

const settleMs = 500;

export function createTrace(correlationId: string, print: (line: string) => void): Trace {
  let start = performance.now();
  let atEnd = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, settleMs));
  };
  return {
    correlationId,
    begin: () => {
      start = performance.now();
    },
    log: (line) => {
      if (line.correlation_id !== correlationId) return;
      const what = describe(line);
      if (what === null) return;
      const at = Math.round(performance.now() - start);
      const duration = typeof line.duration_ms === "number" ? `${line.duration_ms} ms` : "";
      print(
        `${String(at).padStart(6)} ms  ${what.kind.padEnd(7)}  ${what.name.padEnd(48)}  ${String(line.service).padEnd(20)}  ${duration}`.trimEnd(),
      );
    },
    end: () => atEnd(),
    onEnd: (work) => {
      atEnd = work;
    },
  };
}

/** Commands travel in a channel named after their receiver. */
const commandQueues = new Set<unknown>(topology.services.map(({ id }) => id));

/** An event or a command when it leaves, a command again when it was handled, a call when it was answered; null: anything else. */
function describe(
  line: Readonly<Record<string, unknown>>,
): { readonly kind: string; readonly name: string } | null {
  if (line.kind === "event") return { kind: "event", name: String(line.type) };
  if (line.kind === "command") return { kind: "command", name: String(line.type) };
  if (typeof line.rpc === "string")
    return { kind: "rpc", name: line.rpc.replace(/^berrys\.|v\d+\./g, "") };
  if (commandQueues.has(line.channel) && typeof line.duration_ms === "number") {
    return { kind: "command", name: `${String(line.type)} handled` };
  }
  if (line.method === "POST")
    return { kind: "rest", name: `${line.method} ${String(line.path)} → ${String(line.status)}` };
  return null;
}
