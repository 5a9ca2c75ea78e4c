import { createHash } from "node:crypto";
import type { Level } from "../rule.ts";
import { shownAt } from "./format.ts";
import type { Report } from "./report.ts";

const severities: Record<Level, string> = { error: "critical", warn: "major", info: "info" };

/** GitLab's Code Quality report: a JSON list. Findings without a place hang on the first line of the settings. */
export function renderGitlab(report: Report): string {
  const seen = new Map<string, number>();
  const issues = report.findings.map((finding) => {
    const { id, level, message, fingerprint } = finding;
    const at = shownAt(finding);
    const times = seen.get(fingerprint) ?? 0;
    seen.set(fingerprint, times + 1);
    return {
      description: message,
      check_name: id,
      // GitLab drops a second issue of one fingerprint.
      fingerprint: times === 0 ? fingerprint : again(fingerprint, times),
      severity: severities[level],
      location: {
        path: at?.file ?? "berrys.yaml",
        lines: { begin: at?.line ?? 1, end: at?.endLine ?? 1 },
      },
    };
  });
  return JSON.stringify(issues, null, 2);
}

function again(fingerprint: string, times: number): string {
  return createHash("sha256").update(`${fingerprint} ${times}`).digest("hex").slice(0, 16);
}
