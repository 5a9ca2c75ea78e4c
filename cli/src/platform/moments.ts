import { CliError } from "../cli-error.ts";

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `90s`, `15m`, `2h` or `7d`. */
export function parseDuration(text: string, option: string): number {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  const factor = units[unit];
  if (amount !== undefined && factor !== undefined) return Number(amount) * factor;
  throw new CliError("cli/invalid-duration", `${option} is \`${text}\`, expected a duration`, {
    hint: "write it like `90s`, `15m`, `2h` or `7d`",
  });
}

/** How long something is or was, for people: its two largest units. */
export function showDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return "0 s";
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? `${hours} h ${minutes % 60} min`
    : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `12.3 MB` */
export function showBytes(bytes: number | null): string {
  if (bytes === null) return "?";
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${value.toFixed(1)} ${unit}`;
}
