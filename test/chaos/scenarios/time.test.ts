import { describe, expect } from "vitest";
import type { HistoryLine } from "../history.ts";
import { scenarios } from "../scenario.ts";
import {
  act,
  checked,
  consumers,
  killConsumer,
  load,
  loaded,
  loading,
  pass,
  recovered,
  seen,
} from "../steps.ts";

const keys = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `k${i}`);

/** Milliseconds from the order to publish until the first delivery, of every message. */
function waits(lines: readonly HistoryLine[]): readonly number[] {
  const published = new Map<string, number>();
  const found: number[] = [];
  for (const line of lines) {
    if (line.step !== "publish" && line.step !== "deliver") continue;
    const id = `${line.key}:${line.n}`;
    const at = published.get(id);
    if (line.step === "publish") published.set(id, line.at);
    else if (at !== undefined) found.push((line.at - at) / 1000);
  }
  return found;
}

describe("messages that wait for their time", () => {
  const scenario = scenarios();

  scenario(
    "34 scheduler-handover: who sends delayed messages on is killed, none is lost, early or sent twice",
    {},
    [
      consumers(3),
      load({ keys: keys(200), each: 2, delayMs: 2500 }),
      killConsumer(),
      pass(500),
      killConsumer(),
      consumers(1),
      seen("effect", 400),
      recovered(),
      checked(async ({ counts }, world) => {
        expect(counts).toMatchObject({ effects: 400, deliveries: 400, redeliveries: 0 });
        expect(Math.min(...waits(await world.lines()))).toBeGreaterThan(2450);
      }),
    ],
  );
});

describe("processes whose clocks are ten minutes apart", () => {
  const minutes = 60_000;
  const skews = [-10 * minutes, 10 * minutes, 0];
  const scenario = scenarios({
    actors: { env: (n) => ({ CHAOS_SKEW_MS: String(skews[n % skews.length]) }) },
  });

  scenario(
    "35 clock-skew: leases, retries and trimming do not go by the clocks of processes",
    { retention: { ageMs: 5 * minutes, messages: 100_000 } },
    [
      consumers(2),
      loading({
        keys: keys(8),
        each: 60,
        perSecond: 150,
        plans: Object.fromEntries(keys(8).map((key) => [`${key}:5`, { failures: 2 }])),
      }),
      loaded(),
      recovered(),
      killConsumer(),
      consumers(1),
      load({ keys: keys(8).map((key) => `late-${key}`), each: 5 }),
      recovered(),
      act("nothing young is trimmed", async (world) => {
        // Longer than the time between two trims.
        await new Promise((resolve) => setTimeout(resolve, 5500));
        expect((await world.backlog()).length).toBe(520);
      }),
      checked(({ counts }) => {
        expect(counts).toMatchObject({ effects: 520, retries: 16, deadLetters: 0 });
      }),
    ],
  );
});
