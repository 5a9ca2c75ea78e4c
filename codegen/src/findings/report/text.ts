import type { Finding } from "../finding.ts";
import type { Level } from "../rule.ts";
import { clean, createFrames, createPaint, type Frames, type Paint } from "./code-frame.ts";
import {
  bumpText,
  byLevel,
  countsOf,
  folded,
  leftOut,
  operationsOf,
  placeOf,
  shownAt,
  toolName,
} from "./format.ts";
import { fails, type Report } from "./report.ts";

const styles = { error: "red", warn: "yellow", info: "blue" } as const;
/** Notes of one file that are shown; errors and warnings always are. */
const mostNotes = 20;
const words: Record<Level, string> = { error: "error", warn: "warning", info: "note" };

/** For people at a terminal: grouped by contract, old → new with code frames, who is hurt, what to do next. */
export function renderText(report: Report, color: boolean): string {
  const paint = createPaint(color);
  const frames = createFrames(report, paint);
  const groups = Map.groupBy(report.findings, (finding) => shownAt(finding)?.file ?? finding.kind);
  const blocks: string[] = [];
  for (const [file, findings] of groups) {
    blocks.push(paint("bold", line(file)));
    const notes = findings.filter(({ level }) => level === "info");
    const others = findings.filter(({ level }) => level !== "info");
    for (const finding of [...byLevel(others), ...notes.slice(0, mostNotes)]) {
      blocks.push(block(finding, frames, paint));
    }
    if (notes.length > mostNotes) {
      const left = notes.length - mostNotes;
      blocks.push(paint("dim", `and ${left} more notes here; \`--format json\` lists all`));
    }
  }
  return [...blocks, ...ending(report, paint)].join("\n\n");
}

function block(finding: Finding, frames: Frames, paint: Paint): string {
  const { id, level, message, path, location, against, related, affected, hint } = finding;
  const at = shownAt(finding);
  const place = at === null ? "" : `${line(placeOf(at))} - `;
  const lines = [
    `${place}${paint(styles[level], words[level])} ${paint("dim", `${id}:`)} ${line(message)}`,
  ];
  // Notes are many and for reading: one line each.
  if (level === "info") return lines.join("\n");
  lines.push(`  ${paint("dim", line(path))}`);
  if (against !== undefined) {
    // Side by side in one file, the sign before the line says which version it is.
    if (against.file !== at?.file) lines.push(`  before: ${line(placeOf(against))}`);
    lines.push(...frames("old", against, "dim"));
  }
  if (location !== null) lines.push(...frames("new", location, styles[level]));
  if (related !== undefined) {
    lines.push(`  see also ${placeOf(related)}`, ...frames("new", related, "blue"));
  }
  const operations = operationsOf(finding);
  if (operations.length > 1) lines.push(`  used by: ${line(folded(operations, 3, "operations"))}`);
  if (affected.length > 0) lines.push(`  hurts: ${paint("bold", folded(affected, 8, "services"))}`);
  if (hint !== undefined) lines.push(`  hint: ${line(hint)}`);
  if (level === "error") lines.push(`  ${paint("dim", `fingerprint: ${finding.fingerprint}`)}`);
  return lines.join("\n");
}

/** Texts of contracts stay on their line. */
function line(text: string): string {
  return clean(text.replace(/\s+/g, " "));
}

function ending(report: Report, paint: Paint): readonly string[] {
  const parts: string[] = [];
  if (report.bumps.length > 0) {
    const width = Math.max(...report.bumps.map((bump) => bump.package.length));
    const rows = report.bumps.map((bump) => `  ${bump.package.padEnd(width)}  ${bumpText(bump)}`);
    parts.push([paint("bold", "Versions"), ...rows].join("\n"));
  }
  const left = leftOut(report);
  const counts = countsOf(report.summary);
  const verdict = verdictOf(report);
  const lines = [
    `${paint(fails(report) ? "red" : "green", verdict)}${counts === "" ? "" : ` ${counts}.`}${left === null ? "" : ` ${left}.`}`,
  ];
  lines.push(...nextSteps(report));
  parts.push(lines.join("\n"));
  return parts;
}

/** Commands that lead on from here. */
function nextSteps({ findings, nextCommand }: Report): readonly string[] {
  const worst =
    findings.find(({ level }) => level === "error") ??
    findings.find(({ level }) => level === "warn");
  const fixable = findings.filter((finding) => finding.fixable === true).length;
  return [
    ...(findings.some(({ id }) => id === "gen/stale")
      ? ["`berrys gen` brings the generated code up to date."]
      : []),
    ...(fixable === 0 ? [] : [`\`berrys lint --fix\` mends ${fixable} of them.`]),
    ...(worst === undefined || worst.id.startsWith("gen/")
      ? []
      : [`\`berrys explain ${worst.id}\` tells why, and how to change it safely.`]),
    ...(nextCommand === undefined ? [] : [`Next: ${nextCommand}`]),
  ];
}

/** One sentence: what came out. */
export function verdictOf(report: Report): string {
  const { labels, summary } = report;
  const versions = labels === null ? "" : ` ${labels.old} → ${labels.new}:`;
  const name = `${toolName(report)}:${versions}`;
  if (fails(report)) {
    return `${name} ${report.tool === "breaking" ? "breaking." : "failed."}`;
  }
  if (report.tool === "breaking") {
    const none = report.findings.length === 0 && (summary.bump ?? "none") === "none";
    return `${name} ${none ? "no changes." : "compatible."}`;
  }
  return `${name} passed.`;
}
