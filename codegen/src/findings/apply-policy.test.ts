import { describe, expect, test } from "vitest";
import { applyPolicy, type Policy, type RawFinding } from "./apply-policy.ts";
import type { Approval } from "./approvals.ts";
import type { BaselineEntry } from "./baseline.ts";
import { defaultLint, type PolicySettings } from "./settings.ts";

const place = { file: "x.yaml", line: 1, column: 1, endLine: 1, endColumn: 2 };

function found(parts: Partial<RawFinding> = {}): RawFinding {
  return {
    id: "openapi/operation-removed",
    kind: "openapi",
    level: "error",
    message: "`GET /internal/jobs` is gone.",
    path: "GET /internal/jobs",
    operation: "GET /internal/jobs",
    location: { ...place, file: "contracts/rest/jobs.yaml" },
    fingerprint: "0123456789abcdef",
    affected: [],
    ...parts,
  };
}

function policy(
  parts: Partial<Omit<Policy, "settings">> & { readonly settings?: Partial<PolicySettings> } = {},
): Policy {
  return {
    baseline: [],
    approvals: [],
    today: "2026-11-25",
    ...parts,
    settings: { ...defaultLint, ...parts.settings },
  };
}

const off = (pattern: string) => ({ pattern, level: "off" as const });

describe("settings", () => {
  test("without any, everything counts as it is", () => {
    const findings = [found(), found({ level: "info" })];
    expect(applyPolicy(findings, policy())).toEqual({ findings, suppressed: [], diagnostics: [] });
  });

  test("the last rule that matches wins", () => {
    const rules = [
      off("openapi/*"),
      { pattern: "openapi/operation-removed", level: "warn" } as const,
    ];
    const again = applyPolicy([found()], policy({ settings: { rules } }));
    expect(again.findings[0]?.level).toBe("warn");
    const dropped = applyPolicy([found()], policy({ settings: { rules: [...rules].reverse() } }));
    expect(dropped.suppressed).toMatchObject([{ by: "settings" }]);
  });

  test.each([
    ["/internal/**", true],
    ["GET /internal/jobs", true],
    ["contracts/rest/*.yaml", true],
    ["/public/**", false],
    ["/internal", false],
  ])("the path %s names REST paths and files: %s", (path, matches) => {
    const paths = [{ path, rules: [off("**")] }];
    const { findings } = applyPolicy([found()], policy({ settings: { paths } }));
    expect(findings).toHaveLength(matches ? 0 : 1);
  });

  test.each([
    ["berrys:{partition}:events", { channel: "berrys:{partition}:events" }],
    ["project.*", { messageType: "project.created" }],
    ["berrys.planning.v1.*/**", { operation: "berrys.planning.v1.PlanningService/GetPlan" }],
    ["/projects/{id}/**", { operation: "GET /projects/{id}/tasks" }],
    ["old/*", { against: { ...place, file: "old/a.yaml" } }],
  ])("the path %s names %o", (path, parts) => {
    const paths = [{ path, rules: [off("**")] }];
    const { operation: _, ...rest } = found();
    const { findings } = applyPolicy([{ ...rest, ...parts }], policy({ settings: { paths } }));
    expect(findings).toHaveLength(0);
  });

  test("what other operations see too still counts", () => {
    const paths = [{ path: "/internal/**", rules: [off("**")] }];
    const shared = found({ operations: ["GET /internal/jobs", "GET /jobs"] });
    const inner = found({ operations: ["GET /internal/jobs", "GET /internal/runs"] });
    const { findings } = applyPolicy([shared, inner], policy({ settings: { paths } }));
    expect(findings).toEqual([shared]);
  });
});

describe("stability", () => {
  test("alpha is exempt, beta warns, stable is as it is", () => {
    const { findings, suppressed } = applyPolicy(
      [found({ stability: "alpha" }), found({ stability: "beta" }), found({ stability: "stable" })],
      policy(),
    );
    expect(suppressed).toMatchObject([{ by: "unstable" }]);
    expect(findings.map(({ level }) => level)).toEqual(["warn", "error"]);
    expect(findings[0]).not.toHaveProperty("stability");
  });

  test("a setting for all paths does not arm alpha again, one for its path does", () => {
    const rules = [{ pattern: "openapi/*", level: "error" } as const];
    const alpha = found({ stability: "alpha" });
    expect(applyPolicy([alpha], policy({ settings: { rules } })).findings).toEqual([]);
    const paths = [{ path: "/internal/**", rules }];
    expect(applyPolicy([alpha], policy({ settings: { paths } })).findings).toHaveLength(1);
  });
});

describe("baseline", () => {
  const entry: BaselineEntry = {
    fingerprint: "0123456789abcdef",
    id: "openapi/operation-removed",
    path: "GET /internal/jobs",
    message: "",
    span: place,
  };

  test("covers as many findings as it lists", () => {
    const { findings, suppressed } = applyPolicy([found(), found()], policy({ baseline: [entry] }));
    expect([findings.length, suppressed.length]).toEqual([1, 1]);
  });

  test("an entry that is not found any more is told", () => {
    const { diagnostics } = applyPolicy([found()], policy({ baseline: [entry, entry] }));
    expect(diagnostics).toMatchObject([{ code: "baseline/stale", severity: "info", span: place }]);
  });
});

describe("approvals", () => {
  const approval: Approval = {
    rule: "openapi/operation-removed",
    fingerprint: "0123456789abcdef",
    reason: "nobody calls it",
    requestedBy: "ada",
    approvedBy: "grace",
    expires: "2026-11-25",
    span: place,
  };

  test("holds through its last day", () => {
    const { findings, suppressed } = applyPolicy([found()], policy({ approvals: [approval] }));
    expect(findings).toEqual([]);
    expect(suppressed).toMatchObject([
      { by: "approved", justification: "nobody calls it (approved by grace until 2026-11-25)" },
    ]);
  });

  test("an expired one fails with its own message, even where the rule only warns", () => {
    const { findings } = applyPolicy(
      [found({ level: "warn" })],
      policy({ approvals: [approval], today: "2026-11-26" }),
    );
    expect(findings).toMatchObject([{ level: "error" }]);
    expect(findings[0]?.message).toMatch(
      /The approval by grace expired on 2026-11-25; renew or mend\.$/,
    );
  });

  test("of two the one that holds longest counts", () => {
    const old = { ...approval, expires: "2026-01-01" };
    const { suppressed } = applyPolicy([found()], policy({ approvals: [approval, old] }));
    expect(suppressed).toHaveLength(1);
  });

  test("one that fits nothing is a warning, and says where a fingerprint belongs", () => {
    const other = { ...approval, fingerprint: "ffffffffffffffff" };
    const wrong = { ...approval, rule: "openapi/path-removed" };
    const { findings, diagnostics } = applyPolicy([found()], policy({ approvals: [other, wrong] }));
    expect(findings).toHaveLength(1);
    expect(diagnostics.map(({ severity, hint }) => [severity, hint])).toEqual([
      ["warning", "remove it, or copy the fingerprint from the report"],
      ["warning", "the fingerprint belongs to `openapi/operation-removed`"],
    ]);
  });
});
