import { member } from "../../../load/pointer.ts";
import { child } from "../../../load/reference.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf, placeOf } from "../messages/view/message-view.ts";

/** Messages are kept for as long as they are tried. */
export const retentionBelowBacklog: LintCheck = (side) =>
  (messagesOf(side)?.messages ?? []).flatMap((view) => {
    const kept = child(view.channel.located, "x-berrys-retention");
    const retry = view.extension("x-berrys-retry");
    if (typeof kept.value !== "number" || retry === null) return [];
    const needed = longestRetry(retry.value);
    if (kept.value >= needed) return [];
    return [
      mistakeOf(view, {
        rule: "topology/retention-below-backlog",
        message: `\`${view.type}\` is kept for ${kept.value} ms, but may be tried for ${needed} ms.`,
        place: placeOf(kept, "value"),
        related: placeOf(retry),
        hint: `keep it for ${needed} ms or longer`,
      }),
    ];
  });

/** Milliseconds from the first attempt to the last where every pause is as long as it may be. */
function longestRetry(retry: unknown): number {
  const number = (key: string, fallback: number) => {
    const value = member(retry, key);
    return typeof value === "number" ? value : fallback;
  };
  const attempts = Math.min(number("attempts", 5), 10_000);
  const first = number("backoff_ms", 200);
  const most = number("max_backoff_ms", Math.max(30_000, first));
  let sum = 0;
  for (let pause = 1; pause < attempts; pause++) sum += Math.min(first * 2 ** (pause - 1), most);
  return sum;
}
