import type { GroupPlace, Letter, LetterBox } from "../transports/queue-admin.ts";
import { sleep } from "./pace.ts";
import type { Ends } from "./walk.ts";

export interface RampOptions {
  /** Share of a batch that may die again before the run ends; default 0.1. A batch of one may not. */
  readonly tolerance?: number;
  /** Milliseconds to wait until a batch is settled; default 30,000. */
  readonly settleMs?: number;
  /** Largest batch; default 256. */
  readonly maxBatch?: number;
}

/** `going`: the next letter may go. */
export type RampVerdict = "going" | "failing" | "unattended";

/** Lets more and more letters through at a time, as long as those before them are handled. */
export interface Ramp {
  /** Waits for the batch where this letter ends it. */
  moved(letter: Letter, entry: string): Promise<RampVerdict>;
  /** Waits for the last batch. */
  finish(): Promise<RampVerdict>;
  /** Letters that died again. */
  failed(): number;
}

interface Sent {
  readonly letter: Letter;
  readonly entry: string;
}

const pollMs = 50;

/** `ends`: where letters ended before the run; what died again lies behind. */
export function createRamp(box: LetterBox, ends: Ends, options: RampOptions): Ramp {
  const { tolerance = 0.1, settleMs = 30_000, maxBatch = 256 } = options;
  let size = 1;
  let batch: Sent[] = [];
  let failed = 0;

  const judge = async (): Promise<RampVerdict> => {
    const judged = batch;
    batch = [];
    if (judged.length === 0) return "going";
    if (!(await settled(box, judged, settleMs))) return "unattended";
    const died = await diedAgain(box, judged, ends);
    failed += died;
    size = Math.min(size * 2, maxBatch);
    return died > 0 && died / judged.length > tolerance ? "failing" : "going";
  };
  return {
    moved: async (letter, entry) => {
      batch.push({ letter, entry });
      return batch.length < size ? "going" : judge();
    },
    finish: judge,
    failed: () => failed,
  };
}

async function settled(box: LetterBox, batch: readonly Sent[], settleMs: number): Promise<boolean> {
  const end = performance.now() + settleMs;
  for (const [place, partition, sent] of byPartition(batch)) {
    const entries = sent.map(({ entry }) => entry);
    while ((await box.waiting(place, partition, entries)) > 0) {
      if (performance.now() > end) return false;
      await sleep(pollMs);
    }
  }
  return true;
}

async function diedAgain(box: LetterBox, batch: readonly Sent[], ends: Ends): Promise<number> {
  let died = 0;
  for (const [place, partition, sent] of byPartition(batch)) {
    const from = new Set(sent.map(({ letter }) => letter.letterId));
    const { kind, channel, group } = place;
    for (let after = ends.get(`${kind} ${channel} ${group} ${partition}`); ; ) {
      const page = await box.read({
        ...place,
        partition,
        limit: 200,
        ...(after === undefined ? null : { after }),
      });
      died += page.filter((letter) => letter.from !== null && from.has(letter.from)).length;
      after = page.at(-1)?.letterId;
      if (page.length < 200) break;
    }
  }
  return died;
}

function byPartition(
  batch: readonly Sent[],
): readonly (readonly [GroupPlace, number, readonly Sent[]])[] {
  const found = new Map<string, readonly [GroupPlace, number, Sent[]]>();
  for (const sent of batch) {
    const { kind, channel, group, partition } = sent.letter;
    const name = `${kind} ${channel} ${group} ${partition}`;
    const known = found.get(name);
    if (known !== undefined) known[2].push(sent);
    // How many partitions there are does not matter to one of them.
    else found.set(name, [{ kind, channel, group, partitions: partition + 1 }, partition, [sent]]);
  }
  return [...found.values()];
}
