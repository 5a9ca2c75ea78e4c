import type { Finding } from "../findings/finding.ts";
import type { Bump, Report } from "../findings/report/report.ts";

/** A report with its counts. */
export function createReport({
  bump,
  ...parts
}: Omit<Report, "summary"> & { readonly bump?: Bump }): Report {
  const count = (level: Finding["level"]) =>
    parts.findings.filter((finding) => finding.level === level).length;
  const summary = { error: count("error"), warn: count("warn"), info: count("info") };
  return { ...parts, summary: bump === undefined ? summary : { ...summary, bump } };
}
