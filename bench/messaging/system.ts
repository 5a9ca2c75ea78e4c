import type { TaskCreatedData } from "./contract/generated/events/task.ts";

/** Something that carries messages from one process to another. */
export interface System {
  /** Package and version that was measured. */
  readonly version: string;
  /** Connects the sending side. */
  producer(options: SystemOptions): Promise<Producer>;
  /** Connects the receiving side; resolves once messages arrive. */
  consumer(options: ConsumerSystemOptions): Promise<Consumer>;
}

/** Where a system works. */
export interface SystemOptions {
  /** Address of its server. */
  readonly url: string;
  /** Settings of one measurement, such as a guarantee that is off; a system ignores what it does not know. */
  readonly settings: Settings;
}

/** What a measurement changes about a system. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/** The receiving side calls `handled` at the end of each handler. */
export interface ConsumerSystemOptions extends SystemOptions {
  readonly handled: (data: TaskCreatedData) => void;
}

/** A connected sender. */
export interface Producer {
  /** Sends the messages that `next` gives until it gives none; at most `inFlight` wait for their confirmation. */
  send(next: () => TaskCreatedData | null, inFlight: number): Promise<void>;
  /** Sends one message; resolves with its confirmation. */
  sendOne(data: TaskCreatedData): Promise<unknown>;
  close(): Promise<void>;
}

/** A connected receiver. */
export interface Consumer {
  /** Stops receiving; what was not received waits for the next one. */
  stop(): Promise<void>;
}

/** A producer for systems that send one message a call: `inFlight` callers at the same time. */
export function sendEach(sendOne: Producer["sendOne"], close: Producer["close"]): Producer {
  const caller = async (next: () => TaskCreatedData | null): Promise<void> => {
    for (let data = next(); data !== null; data = next()) await sendOne(data);
  };
  return {
    send: async (next, inFlight) => {
      await Promise.all(Array.from({ length: inFlight }, () => caller(next)));
    },
    sendOne,
    close,
  };
}
