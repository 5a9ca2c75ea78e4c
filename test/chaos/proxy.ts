import { connect, createServer, type Socket } from "node:net";

/**
 * A TCP proxy in front of a server, for faults that no signal makes: peers that fall silent without closing, answers
 * that get lost, slow lines.
 */
export interface FaultProxy {
  readonly port: number;
  /** `redis://` address of the proxy. */
  readonly url: string;
  /** Connections that are open now. */
  connections(): number;
  /** Drops every byte both ways and closes nothing, of new connections too: half-open TCP. */
  fallSilent(): void;
  /** Ends all connections and refuses new ones. */
  cut(): void;
  /** Ends all connections; new ones work. */
  reset(): void;
  /**
   * The next commands that hold `text` reach the server, their answers reach nobody, and the connection ends:
   * what was sent was done, but its sender cannot know.
   */
  loseReplies(text: string, times: number): void;
  /** Answers still to be lost. */
  toLose(): number;
  /** Holds every byte for so long; 0: not at all. */
  delay(ms: number): void;
  /** Passes everything again; connections that fell silent stay so, as a real one would. */
  restore(): void;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  silent: boolean;
  /** Answers are dropped from now on. */
  deaf: boolean;
}

/** How long a connection whose answer was lost stays open. */
const deafMs = 20;

/** Starts a proxy on a free port of loopback. */
export async function startProxy(targetPort: number): Promise<FaultProxy> {
  const pairs = new Set<Pair>();
  let mode: "pass" | "silent" | "cut" = "pass";
  let delayMs = 0;
  let losing = { text: "", times: 0 };

  const end = (pair: Pair): void => {
    pairs.delete(pair);
    pair.client.destroy();
    pair.server.destroy();
  };
  const later = (socket: Socket, chunk: Buffer): void => {
    if (delayMs === 0) socket.write(chunk);
    else setTimeout(() => socket.destroyed || socket.write(chunk), delayMs);
  };
  const onCommand = (pair: Pair, chunk: Buffer): void => {
    if (pair.silent) return;
    if (losing.times > 0 && chunk.includes(losing.text)) {
      losing.times--;
      pair.deaf = true;
      setTimeout(end, deafMs, pair);
    }
    later(pair.server, chunk);
  };

  const listener = createServer((client) => {
    if (mode === "cut") {
      client.destroy();
      return;
    }
    const server = connect(targetPort, "127.0.0.1");
    const pair: Pair = { client, server, silent: mode === "silent", deaf: false };
    pairs.add(pair);
    client.on("data", (chunk) => onCommand(pair, chunk));
    server.on("data", (chunk) => {
      if (!pair.silent && !pair.deaf) later(client, chunk);
    });
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on("error", () => {});
      // A silent pair keeps its other half: nobody tells it that the peer is gone.
      socket.on("close", () => {
        if (!pair.silent || socket === client) end(pair);
      });
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;

  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    connections: () => pairs.size,
    fallSilent: () => {
      mode = "silent";
      for (const pair of pairs) pair.silent = true;
    },
    cut: () => {
      mode = "cut";
      for (const pair of [...pairs]) end(pair);
    },
    reset: () => {
      for (const pair of [...pairs]) end(pair);
    },
    loseReplies: (text, times) => {
      losing = { text, times };
    },
    toLose: () => losing.times,
    delay: (ms) => {
      delayMs = ms;
    },
    restore: () => {
      mode = "pass";
      delayMs = 0;
      losing = { text: "", times: 0 };
    },
    close: async () => {
      for (const pair of [...pairs]) end(pair);
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
