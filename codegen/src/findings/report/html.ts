import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Finding } from "../finding.ts";
import type { Level } from "../rule.ts";
import {
  bumpText,
  byLevel,
  countOf,
  leftOut,
  levels,
  operationsOf,
  placeOf,
  shownAt,
} from "./format.ts";
import { pageStyle } from "./html-style.ts";
import { fails, type Report, type ReportSide } from "./report.ts";
import { verdictOf } from "./text.ts";

const words: Record<Level, string> = { error: "error", warn: "warning", info: "note" };
const manyOperations = 10;
const manyFindings = 10;

/** One page that needs nothing else: no script, no network, light and dark. */
export function renderHtml(report: Report): string {
  const title = escapeHtml(verdictOf(report));
  const groups = Map.groupBy(report.findings, (finding) => shownAt(finding)?.file ?? finding.kind);
  const sections = [...groups].map(
    ([file, findings], index) =>
      `<section id="${anchor(index)}"><h2>${escapeHtml(file)}</h2>\n${byLevel(findings)
        .map((finding) => article(finding, report))
        .join("\n")}</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<header class="${fails(report) ? "fails" : "passes"}"><h1>${title}</h1>${overview(report)}</header>
${contents(groups)}${sections.join("\n")}
${suppressed(report)}${next(report)}
</main>
</body>
</html>`;
}

function overview(report: Report): string {
  const { summary, bumps } = report;
  const counts = levels
    .map((level) => {
      const zero = summary[level] === 0 ? " zero" : "";
      const [number, noun] = countOf(level, summary[level]).split(" ");
      return `<li class="${level}${zero}"><b>${number}</b> ${noun}</li>`;
    })
    .join("");
  const bump = summary.bump === undefined ? "" : `<li><b>${summary.bump}</b> version</li>`;
  const rows = bumps
    .map(
      (one) =>
        `<tr><th scope="row">${escapeHtml(one.package)}</th><td>${escapeHtml(bumpText(one))}</td></tr>`,
    )
    .join("");
  const table = rows === "" ? "" : `<table><caption>Versions</caption>${rows}</table>`;
  return `<ul class="counts">${counts}${bump}</ul>${table}`;
}

/** Where to find what, for reports too long to look over. */
function contents(groups: ReadonlyMap<string, readonly Finding[]>): string {
  const all = [...groups.values()].flat();
  if (groups.size === 1 || all.length <= manyFindings) return "";
  const rows = [...groups].map(([file, findings], index) => {
    const counts = levels.flatMap((level) => {
      const number = findings.filter((one) => one.level === level).length;
      return number === 0 ? [] : countOf(level, number);
    });
    return `<li><a href="#${anchor(index)}">${escapeHtml(file)}</a> <small>${counts.join(", ")}</small></li>`;
  });
  return `<nav aria-label="Files"><ul>${rows.join("\n")}</ul></nav>\n`;
}

/** Files are named as they like; anchors are not. */
function anchor(index: number): string {
  return `file-${index + 1}`;
}

function article(finding: Finding, report: Report): string {
  const { id, level, message, path, location, against, related, affected, hint, fingerprint } =
    finding;
  const rule = report.rule(id);
  const frames = [
    ...(against === undefined ? [] : [frame(report, "old", against)]),
    ...(location === null ? [] : [frame(report, "new", location)]),
    ...(related === undefined ? [] : [frame(report, "new", related)]),
  ].join("");
  const fix = hint ?? rule?.fix;
  const facts = [
    ["Hurts", affected.map((one) => `<code>${escapeHtml(one)}</code>`).join(", ")],
    ["Used by", operations(finding)],
    ["Why", level === "info" ? "" : prose(rule?.why ?? "")],
    ["How to mend it", level === "info" ? "" : prose(fix ?? "")],
    ["Fingerprint", level === "info" ? "" : `<code>${fingerprint}</code>`],
  ]
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`)
    .join("");
  return `<article class="${level}">
<p class="head"><span class="level">${words[level]}</span> ${prose(message)}</p>
<p class="where"><code>${escapeHtml(id)}</code> · ${escapeHtml(path)}</p>
${frames}<dl>${facts}</dl>
</article>`;
}

function operations(finding: Finding): string {
  const all = operationsOf(finding).map((one) => `<code>${escapeHtml(one)}</code>`);
  if (all.length <= 1) return "";
  if (all.length <= manyOperations) return all.join(", ");
  const [shown, folded] = [all.slice(0, manyOperations), all.slice(manyOperations)];
  return `${shown.join(", ")}<details><summary>${folded.length} more</summary>${folded.join(", ")}</details>`;
}

function frame(report: Report, side: ReportSide, span: Span): string {
  const source = report.text(side, span.file)?.split("\n")[span.line - 1];
  const label = report.labels === null ? "" : `${side === "old" ? "old" : "new"} `;
  const caption = `<figcaption>${label}${escapeHtml(placeOf(span))}</figcaption>`;
  if (source === undefined || source.trim() === "") return `<figure>${caption}</figure>`;
  const start = span.column - 1;
  const end = span.endLine === span.line ? Math.max(start, span.endColumn - 1) : source.length;
  // Where it stands is said above; an indent takes room from narrow pages.
  const indent = Math.min(start, source.search(/\S/));
  const [before, marked, after] = [
    source.slice(indent, start),
    source.slice(start, end),
    source.slice(end),
  ];
  const line = `${escapeHtml(before)}<mark>${escapeHtml(marked)}</mark>${escapeHtml(after.trimEnd())}`;
  return `<figure class="${side}">${caption}<pre>${line}</pre></figure>`;
}

function suppressed(report: Report): string {
  const left = leftOut(report);
  if (left === null) return "";
  const rows = report.suppressed
    .map(
      ({ finding, by, justification }) =>
        `<tr><td><code>${escapeHtml(finding.id)}</code></td><td>${escapeHtml(finding.path)}</td><td>${by}: ${escapeHtml(justification)}</td></tr>`,
    )
    .join("\n");
  return `<details><summary>${escapeHtml(left)}</summary><table>${rows}</table></details>`;
}

function next({ nextCommand }: Report): string {
  return nextCommand === undefined ? "" : `<p>Next: <code>${escapeHtml(nextCommand)}</code></p>`;
}

/** Our sentences put code in backticks. */
function prose(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : escapeHtml(part)))
    .join("");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
