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
}

/** The report in a form, without a newline at its end; the same report gives the same text. */
export function render(
  report: Report,
  format: Format,
  { color = false }: RenderOptions = {},
): string {
  switch (format) {
    case "text":
      return renderText(report, color);
    case "json":
      return renderJson(report);
    case "sarif":
      return renderSarif(report);
    case "github":
      return renderGithub(report);
    case "gitlab":
      return renderGitlab(report);
    case "junit":
      return renderJunit(report);
    case "markdown":
      return renderMarkdown(report);
    case "html":
      return renderHtml(report);
  }
}
