import { readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createDiagnostic, hasErrors } from "../diagnostics/create.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Applied, applyPolicy, type RawFinding } from "../findings/apply-policy.ts";
import { type Approval, readApprovals } from "../findings/approvals.ts";
import { baselineText, type Command, readBaseline } from "../findings/baseline.ts";
import { loadSettings } from "../findings/load-settings.ts";
import type { ProtoCategory } from "../findings/settings.ts";
import { configFile } from "../load/config.ts";
import type { Target } from "./target.ts";
import type { Problems } from "./verdict.ts";

/** Where settings, baseline and approvals come from. */
export interface PolicySource {
  readonly target: Target;
  /** Absolute path of a settings file; null: `berrys.yaml` of the workspace, and none for a single document. */
  readonly config: string | null;
  /** Wins over the settings; null: they decide. */
  readonly failOn: "error" | "warn" | null;
}

/** What decides how findings become a verdict. */
export interface Policy {
  readonly failOn: "error" | "warn";
  /** `breaking.against`; null: not set. */
  readonly against: string | null;
  readonly proto: ProtoCategory;
  apply(findings: readonly RawFinding[]): Applied;
  /** Accepts what counts now and what the baseline had and is still found; says in a sentence what it wrote. */
  writeBaseline(applied: Pick<Applied, "findings" | "suppressed">): string;
  /** Text of the files that its diagnostics point into. */
  text(file: string): string | null;
}

/** Reads settings, baseline and approvals of a command; null when one of them is broken. */
export async function readPolicy(
  command: Command,
  source: PolicySource,
): Promise<readonly [Policy | null, Problems]> {
  const { folder, file } = settingsPlace(source);
  const texts = new Map<string, string | null>();
  const text = (name: string): string | null => {
    const known = texts.get(name);
    if (known !== undefined) return known;
    const read = readText(join(folder, name));
    texts.set(name, read);
    return read;
  };
  if (source.config !== null && text(file) === null) return [null, missingSettings(source.config)];
  const [settings, unset] = await loadSettings(file, file === "" ? null : text(file));
  if (settings === null) return [null, { label: null, diagnostics: unset, text }];
  const own = settings[command];
  const [baseline, unread] = readBaseline(own.baseline, text(own.baseline), command);
  const [allowed, refused] = readApprovals(own.approvals, text(own.approvals));
  const diagnostics: readonly Diagnostic[] = [...unset, ...unread, ...refused];
  const problems: Problems = { label: null, diagnostics, text };
  if (hasErrors(diagnostics)) return [null, problems];
  const approvals = await approvalsOf(command, allowed);
  const policy: Policy = {
    failOn: source.failOn ?? own.failOn,
    against: settings.breaking.against,
    proto: settings.breaking.proto,
    apply: (findings) =>
      applyPolicy(findings, {
        settings: own,
        baseline,
        approvals,
        today: new Date().toISOString().slice(0, 10),
      }),
    writeBaseline: ({ findings, suppressed }) => {
      const before = suppressed.filter(({ by }) => by === "baseline");
      const accepted = [...findings, ...before.map(({ finding }) => finding)];
      const written = baselineText(text(own.baseline), command, accepted);
      writeFileSync(join(folder, own.baseline), written);
      return `${own.baseline} accepts what is found now.`;
    },
    text,
  };
  return [policy, problems];
}

/** Those of a command. The catalog of all rules is big, so it is loaded where there is something to look up. */
async function approvalsOf(
  command: Command,
  approvals: readonly Approval[],
): Promise<readonly Approval[]> {
  if (approvals.length === 0) return approvals;
  const { commandOf } = await import("../findings/catalog.ts");
  return approvals.filter(({ rule }) => (commandOf(rule) ?? command) === command);
}

/** The folder that paths of the settings are relative to, and the settings file in it; `` where there is none. */
function settingsPlace({ target, config }: PolicySource): {
  readonly folder: string;
  readonly file: string;
} {
  if (config !== null) return { folder: dirname(config), file: basename(config) };
  if (target.kind === "file") return { folder: dirname(target.path), file: "" };
  const hasSettings = statSync(join(target.path, configFile), { throwIfNoEntry: false })?.isFile();
  return { folder: target.path, file: hasSettings ? configFile : "" };
}

function missingSettings(path: string): Problems {
  const diagnostic = createDiagnostic(
    "config/missing",
    `The settings file \`${path}\` cannot be read.`,
    null,
    { hint: "correct `--config`" },
  );
  return { label: null, diagnostics: [diagnostic], text: () => null };
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
