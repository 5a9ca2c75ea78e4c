import { createDiagnostic } from "../diagnostics/create.ts";
import type { Diagnostic, Result, Span } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/nearest.ts";
import { parseSource, type SourceDocument } from "../load/document.ts";
import { append, isObject } from "../load/pointer.ts";

/** One finding that people have looked at and allow for a time. */
export interface Approval {
  readonly rule: string;
  readonly fingerprint: string;
  readonly reason: string;
  readonly requestedBy: string;
  /** Null: nobody is named. */
  readonly approvedBy: string | null;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
  readonly span: Span;
}

const required = ["rule", "fingerprint", "reason", "requested_by", "expires"] as const;
const keys = [...required, "approved_by"];

/** Reads an approvals file: a list of `{rule, fingerprint, reason, requested_by, approved_by?, expires}`. */
export function readApprovals(file: string, text: string | null): Result<readonly Approval[]> {
  if (text === null) return [[], []];
  const [document, problems] = parseSource(file, text);
  if (document === null) return [[], problems];
  if (document.value === null || document.value === undefined) return [[], problems];
  if (!Array.isArray(document.value)) {
    const message = `\`${file}\` must be a list of approvals.`;
    return [[], [createDiagnostic("approvals/invalid", message, document.spanOf(""))]];
  }
  const diagnostics: Diagnostic[] = [];
  const approvals = document.value.flatMap((item: unknown, index) => {
    const [approval, found] = readApproval(document, item, append("", index));
    diagnostics.push(...found);
    return approval ?? [];
  });
  return [approvals, diagnostics];
}

function readApproval(
  document: SourceDocument,
  item: unknown,
  at: string,
): Result<Approval | null> {
  const diagnostics: Diagnostic[] = [];
  const report = (pointer: string, message: string, hint?: string) =>
    diagnostics.push(
      createDiagnostic("approvals/invalid", message, document.spanOf(pointer), { hint }),
    );
  if (!isObject(item)) {
    report(at, `An approval must be a mapping with ${required.join(", ")}.`);
    return [null, diagnostics];
  }
  for (const key of Object.keys(item)) {
    if (keys.includes(key)) continue;
    const hint = didYouMean(key, keys, `use ${keys.join(", ")}`);
    report(append(at, key), `\`${key}\` is no member of an approval.`, hint);
  }
  const text = (key: string): string => {
    const value = item[key];
    const pointer = append(at, key);
    // Digits alone are a number to YAML, and too long for one: what was written counts.
    if (typeof value === "number") return written(document, pointer);
    if (typeof value === "string" && value.trim() !== "") return value;
    const found = value === undefined ? "is missing" : "must be a text";
    report(value === undefined ? at : pointer, `\`${key}\` of the approval ${found}.`);
    return "";
  };
  const [rule, fingerprint, reason, requestedBy, expires] = required.map(text) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const approvedBy = item.approved_by === undefined ? null : text("approved_by");
  if (fingerprint !== "" && !/^[0-9a-f]{16}$/.test(fingerprint)) {
    report(
      append(at, "fingerprint"),
      `A fingerprint has 16 hex digits, but it is \`${fingerprint}\`.`,
      "copy it from the report",
    );
  }
  if (expires !== "" && !isDay(expires)) {
    const message = `\`expires\` must be a day such as 2027-01-31, but it is \`${expires}\`.`;
    report(append(at, "expires"), message);
  }
  if (diagnostics.length > 0) return [null, diagnostics];
  const span = document.spanOf(append(at, "rule"));
  return [{ rule, fingerprint, reason, requestedBy, approvedBy, expires, span }, []];
}

/** The text of a scalar on one line, without quotes. */
function written(document: SourceDocument, pointer: string): string {
  const { line, column, endLine, endColumn } = document.spanOf(pointer, "value");
  const source = document.text.split("\n")[line - 1] ?? "";
  return source.slice(column - 1, endLine === line ? endColumn - 1 : undefined).trim();
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
