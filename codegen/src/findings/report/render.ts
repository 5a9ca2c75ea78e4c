import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Finding } from "../finding.ts";
import { renderGithub } from "./github.ts";
import { renderGitlab } from "./gitlab.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Format, Report } from "./report.ts";
import { renderSarif } from "./sarif.ts";
import { renderText } from "./text.ts";

/** What rendering may do. */
export interface RenderOptions {
  /** ANSI colors, in `text` alone; default false. */
  readonly color?: boolean;
  /**
   * Path of the workspace inside the repository, e.g. `services/shop`; put before every file in `sarif`, `github` and
   * `gitlab`, whose readers know the repository alone. Default: the workspace is the repository.
   */
  readonly prefix?: string;
}

/** The report in a form, without a newline at its end; the same report gives the same text. */
export function render(
  report: Report,
  format: Format,
  { color = false, prefix = "" }: RenderOptions = {},
): string {
  switch (format) {
    case "text":
      return renderText(report, color);
    case "json":
      return renderJson(report);
    case "sarif":
      return renderSarif(moved(report, prefix));
    case "github":
      return renderGithub(moved(report, prefix));
    case "gitlab":
      return renderGitlab(moved(report, prefix));
    case "junit":
      return renderJunit(report);
    case "markdown":
      return renderMarkdown(report);
    case "html":
      return renderHtml(report);
  }
}

/** The report with every place below a folder. */
function moved(report: Report, prefix: string): Report {
  const folder = prefix.replace(/^(\.?\/)+|\/+$/g, "");
  if (folder === "" || folder === ".") return report;
  const span = <T extends Span | undefined | null>(place: T): T =>
    place == null ? place : { ...place, file: `${folder}/${place.file}` };
  const move = (finding: Finding): Finding => ({
    ...finding,
    location: span(finding.location),
    ...(finding.against === undefined ? {} : { against: span(finding.against) }),
    ...(finding.related === undefined ? {} : { related: span(finding.related) }),
  });
  return {
    ...report,
    findings: report.findings.map(move),
    suppressed: report.suppressed.map((one) => ({ ...one, finding: move(one.finding) })),
  };
}
