import { describe, expect, test } from "vitest";
import { readApprovals } from "./approvals.ts";
import { baselineText, readBaseline } from "./baseline.ts";
import type { Finding } from "./finding.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { loadSettings } from "./load-settings.ts";
import { defaultBreaking, defaultLint } from "./settings.ts";

function found(id: string, path: string, level: Finding["level"] = "error"): Finding {
  const fingerprint = fingerprintOf({ id, path });
  return {
    id,
    path,
    level,
    kind: "openapi",
    message: "m",
    location: null,
    fingerprint,
    affected: [],
  };
}

test("a fingerprint tells apart rule, path and detail", () => {
  const parts = [
    { id: "a", path: "b" },
    { id: "a", path: "b", detail: "c" },
    { id: "a", path: "bc" },
    { id: "ab", path: "" },
  ];
  const all = parts.map(fingerprintOf);
  expect(new Set(all).size).toBe(parts.length);
  expect(all.every((one) => /^[0-9a-f]{16}$/.test(one))).toBe(true);
  // It stands in people's files: another value would void every baseline and approval.
  expect(fingerprintOf({ id: "openapi/operation-removed", path: "GET /projects" })).toBe(
    "b70ade01a9c37c53",
  );
});

describe("baseline", () => {
  const findings = [found("b/x", "2"), found("a/x", "1"), found("a/x", "0", "info")];

  test("is the same text for any order, keeps the other command's part, and is read back", () => {
    const lint = baselineText(null, "lint", [found("rest/x", "p")]);
    const text = baselineText(lint, "breaking", findings);
    expect(baselineText(lint, "breaking", [...findings].reverse())).toBe(text);
    const [breaking] = readBaseline("b.json", text, "breaking");
    expect(breaking.map(({ id }) => id)).toEqual(["a/x", "b/x"]);
    expect(breaking[0]?.span?.line).toBeGreaterThan(1);
    expect(readBaseline("b.json", text, "lint")[0].map(({ id }) => id)).toEqual(["rest/x"]);
  });

  test.each(["[]", '{"breaking": {}}', '{"breaking": [{"id": "a/b"}]}', '{"breaking": ['])(
    "%s is a diagnostic",
    (text) => {
      const [entries, diagnostics] = readBaseline("b.json", text, "breaking");
      expect(entries).toEqual([]);
      expect(diagnostics).toMatchObject([{ severity: "error", span: { file: "b.json" } }]);
    },
  );
});

describe("approvals", () => {
  const full = `- rule: openapi/operation-removed
  fingerprint: 1234567890123456
  reason: nobody calls it
  requested_by: ada
  expires: 2027-01-31
`;

  test("are read, a fingerprint of digits alone too", () => {
    const [approvals, diagnostics] = readApprovals("a.yaml", full);
    expect(diagnostics).toEqual([]);
    expect(approvals).toMatchObject([
      {
        rule: "openapi/operation-removed",
        fingerprint: "1234567890123456",
        requestedBy: "ada",
        approvedBy: null,
        expires: "2027-01-31",
        span: { line: 1, column: 3 },
      },
    ]);
    expect(
      readApprovals("a.yaml", full.replace("1234567890123456", "12345678901234e5"))[0],
    ).toMatchObject([{ fingerprint: "12345678901234e5" }]);
  });

  test.each([
    ["  reason: nobody calls it\n", "", "`reason` of the approval is missing.", 1],
    ["expires: 2027-01-31", "expires: 2027-02-30", "`expires` must be a day", 5],
    ["expires: 2027-01-31", "expires: soon", "`expires` must be a day", 5],
    ["1234567890123456", "abc", "A fingerprint has 16 hex digits", 2],
    ["requested_by", "requestedby", "`requestedby` is no member of an approval.", 4],
    ["reason: nobody calls it", "reason: []", "`reason` of the approval must be a text.", 3],
  ])("%s → %s is told at its line", (from, to, message, line) => {
    const [approvals, [diagnostic]] = readApprovals("a.yaml", full.replace(from, to));
    expect(approvals).toEqual([]);
    expect(diagnostic?.message).toContain(message);
    expect(diagnostic?.span?.line).toBe(line);
  });

  test("no file, an empty one and comments alone approve nothing", () => {
    for (const text of [null, "", "\n# none yet\n"])
      expect(readApprovals("a.yaml", text)).toEqual([[], []]);
    expect(readApprovals("a.yaml", "rule: x")[1]).toMatchObject([{ code: "approvals/invalid" }]);
  });
});

describe("settings", () => {
  const load = (text: string | null) => loadSettings("berrys.yaml", text);

  test("defaults", async () => {
    const defaults = { breaking: defaultBreaking, lint: defaultLint };
    expect(await load(null)).toEqual([defaults, []]);
    expect(await load("name: shop\n")).toEqual([defaults, []]);
  });

  test("all of them", async () => {
    const [settings, diagnostics] = await load(`
breaking:
  against: latest-tag
  proto: WIRE
  failOn: warn
  rules: { openapi/operation-removed: off, "asyncapi/*": warn }
  paths:
    - { path: "/internal/**", rules: off }
  baseline: ci/base.json
lint:
  rules: { "buf/*": info, buf/ENUM_ZERO_VALUE_SUFFIX: off }
`);
    expect(diagnostics).toEqual([]);
    expect(settings?.breaking).toEqual({
      against: "latest-tag",
      proto: "WIRE",
      failOn: "warn",
      rules: [
        { pattern: "openapi/operation-removed", level: "off" },
        { pattern: "asyncapi/*", level: "warn" },
      ],
      paths: [{ path: "/internal/**", rules: [{ pattern: "**", level: "off" }] }],
      baseline: "ci/base.json",
      approvals: "berrys.approvals.yaml",
    });
    expect(settings?.lint.rules).toHaveLength(2);
  });

  test.each([
    [
      "breaking: { rules: { openapi/operation-remove: off } }",
      "There is no rule",
      "did you mean `openapi/operation-removed`?",
    ],
    ["breaking: { rules: { openpi/*: off } }", "No rule of `berrys breaking` matches", undefined],
    [
      "lint: { rules: { openapi/operation-removed: off } }",
      "is a rule of `berrys breaking`",
      "move it to `breaking.rules`",
    ],
    [
      "lint: { paths: [{ path: a, rules: { nope/nope: off } }] }",
      "There is no rule `nope/nope`",
      "`berrys explain` lists all rules",
    ],
    [
      "breaking: { rules: { openapi/operation-removed: fatal } }",
      "must be error, warn, info or off",
      undefined,
    ],
    [
      "breaking: { failon: warn }",
      "`failon` is no setting of `breaking`.",
      "did you mean `failOn`?",
    ],
    ["breaking: { paths: [{ path: a }] }", "needs `rules`", undefined],
    ["lint: { paths: {} }", "must be a list", undefined],
    ["lint: { against: main }", "`against` is no setting of `lint`.", undefined],
    ["breaking: { proto: STRICT }", "must be one of", undefined],
  ])("%s is told", async (text, message, hint) => {
    const [settings, diagnostics] = await load(text);
    expect(settings).toBeNull();
    expect(diagnostics.map((one) => one.message).join("\n")).toContain(message);
    if (hint !== undefined) expect(diagnostics[0]?.hint).toBe(hint);
    expect(diagnostics[0]?.span?.line).toBe(1);
  });
});
