import { eachMessage } from "./view/each.ts";

/** Numbers that were left out stay out: they are reserved. */
export const numbersReserved = eachMessage(({ name, fields, proto }) => {
  const numbers = new Set(fields.map(({ number }) => number));
  const most = Math.max(0, ...[...numbers].filter((number) => number < 1000));
  const isReserved = (number: number) =>
    [...proto.reservedRange, ...proto.extensionRange].some(
      ({ start, end }) => number >= start && number < end,
    );
  const gaps = Array.from({ length: most }, (_, index) => index + 1).filter(
    (number) => !numbers.has(number) && !isReserved(number),
  );
  if (gaps.length === 0) return [];
  const message = `\`${name}\` leaves out ${gaps.length === 1 ? "the number" : "the numbers"} ${gaps.slice(0, 5).join(", ")}${gaps.length > 5 ? " and more" : ""} without reserving ${gaps.length === 1 ? "it" : "them"}.`;
  const hint = `add \`reserved ${gaps.slice(0, 5).join(", ")};\` where they were used before`;
  return [{ rule: "rpc/numbers-reserved", message, hint }];
});
