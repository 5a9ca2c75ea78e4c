import { create } from "xmlbuilder2";
import type { Finding } from "../finding.ts";
import { folded, operationsOf, placeOf, shownAt, toolName } from "./format.ts";
import type { Report } from "./report.ts";

/**
 * JUnit XML as Jenkins reads it: a suite for each kind of contract, a test case for each finding. What fails the run is a
 * failure, the rest is a passed case with its text in `system-out`; a run without findings is one passed case.
 */
export function renderJunit(report: Report): string {
  const groups = Map.groupBy(report.findings, ({ kind }) => kind);
  const isFailure = ({ level }: Finding) =>
    level === "error" || (level === "warn" && report.failOn === "warn");
  const number = (findings: readonly Finding[]) => findings.filter(isFailure).length;
  const name = toolName(report);
  const root = create({ version: "1.0", encoding: "UTF-8" }).ele("testsuites", {
    name,
    tests: Math.max(1, report.findings.length),
    failures: number(report.findings),
    errors: 0,
  });
  if (groups.size === 0) {
    const suite = root.ele("testsuite", { name, tests: 1, failures: 0, errors: 0, skipped: 0 });
    suite.ele("testcase", { name: "no findings", classname: name });
  }
  for (const [kind, findings] of groups) {
    const suite = root.ele("testsuite", {
      name: `${name} ${kind}`,
      tests: findings.length,
      failures: number(findings),
      errors: 0,
      skipped: 0,
    });
    for (const finding of findings) {
      const { id, path, message } = finding;
      const test = suite.ele("testcase", { name: xmlText(`${id} ${path}`), classname: kind });
      const text = xmlText(details(finding, report));
      if (isFailure(finding))
        test.ele("failure", { message: xmlText(message), type: id }).txt(text);
      else test.ele("system-out").txt(text);
    }
  }
  return root.end({ prettyPrint: true });
}

function details(finding: Finding, report: Report): string {
  const { message, path, affected, against, fingerprint, hint, id } = finding;
  const at = shownAt(finding);
  const operations = operationsOf(finding);
  const fix = hint ?? report.rule(id)?.fix;
  return [
    message,
    `at: ${path}`,
    ...(at === null ? [] : [`place: ${placeOf(at)}`]),
    ...(against === undefined ? [] : [`before: ${placeOf(against)}`]),
    ...(operations.length === 0 ? [] : [`operations: ${folded(operations, 8, "operations")}`]),
    ...(affected.length === 0 ? [] : [`hurts: ${affected.join(", ")}`]),
    ...(fix === undefined ? [] : [`mend: ${fix}`]),
    `fingerprint: ${fingerprint}`,
  ].join("\n");
}

/** XML 1.0 has no words for control characters, lone surrogates and U+FFFE/U+FFFF, escaped or not. */
export function xmlText(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
}
