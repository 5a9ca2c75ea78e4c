/** Every format against its grammar: the official SARIF schema, a schema for JUnit, the runner's annotations. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { XmlDocument, XmlElement, XsdValidator } from "libxml2-wasm";
import { afterAll, describe, expect, test } from "vitest";
import { render } from "../../codegen/src/findings/report/render.ts";
import { formats } from "../../codegen/src/findings/report/report.ts";
import { finding, report, span } from "./example-report.ts";

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, "schemas/sarif-2.1.0-rtm.5.json"), "utf8"),
);
const none = report({ findings: [], suppressed: [], bumps: [] });

test.each(formats)("%s gives the same text each time and no trailing newline", (format) => {
  expect(render(report(), format)).toBe(render(report(), format));
  expect(render(report(), format)).not.toMatch(/\n$/);
  expect(render(none, format)).not.toBe("");
});

test.each(["sarif", "github", "gitlab"] as const)(
  "%s: places of a workspace below the root",
  (format) => {
    const text = render(report(), format, { prefix: "./services/shop/" });
    expect(text).toContain("services/shop/openapi.yaml");
    expect(text).not.toMatch(/[^/]openapi\.yaml/);
    expect(render(report(), "text", { prefix: "services/shop" })).not.toContain("services/shop");
  },
);

describe("sarif", () => {
  const ajv = new Ajv.default({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  const lint = report({ tool: "lint", labels: null, bumps: [] });

  test.each([
    ["findings", report()],
    ["none", none],
    ["lint", lint],
  ])("is valid by the official schema: %s", (_, one) => {
    const valid = validate(JSON.parse(render(one, "sarif")));
    expect(validate.errors).toBeNull();
    expect(valid).toBe(true);
  });

  test("the schema refuses what is no SARIF", () => {
    const log = JSON.parse(render(report(), "sarif"));
    log.runs[0].results[0].level = "fatal";
    expect(validate(log)).toBe(false);
  });

  test("holds rule texts, fingerprints, old places and suppressions", () => {
    const [run] = JSON.parse(render(report(), "sarif")).runs;
    const [first, second, third, approved] = run.results;
    const rule = run.tool.driver.rules[first.ruleIndex];
    expect(rule.id).toBe("openapi/operation-removed");
    expect(rule.help.text).toContain(rule.fullDescription.text);
    expect(first.relatedLocations[0].physicalLocation.region.startLine).toBe(4);
    expect(first.partialFingerprints["berrys/v1"]).toMatch(/^[0-9a-f]{16}$/);
    expect(second.locations[0].physicalLocation.artifactLocation).toEqual({
      uri: "contracts/a%20b%7Cc.yaml",
      uriBaseId: "%SRCROOT%",
    });
    expect([first.level, second.level, third.level]).toEqual(["error", "warning", "note"]);
    expect(approved.suppressions[0]).toMatchObject({ status: "accepted" });
    expect(first.suppressions).toBeUndefined();
  });
});

describe("github", () => {
  const command =
    /^::(error|warning|notice) (?:(?:file|line|endLine|col|endColumn|title)=(?:%(?:25|0D|0A|3A|2C)|[^%\r\n:,])*,?)+::(?:%(?:25|0D|0A)|[^%\r\n])*$/;

  test("each line is a workflow command with its values escaped", () => {
    const lines = render(report(), "github").split("\n");
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(0, -1)) expect(line).toMatch(command);
    expect(lines[1]).toContain("100%25 required, says: a,b%0Asecond line");
  });

  test("colons, commas and percent signs in a file name do not end the property", () => {
    const location = { file: "a:b,c%.yaml", line: 1, column: 1, endLine: 3, endColumn: 2 };
    const text = render(report({ findings: [finding({ location })] }), "github");
    expect(text).toContain("file=a%3Ab%2Cc%25.yaml,line=1,endLine=3,title=");
  });
});

describe("gitlab", () => {
  test("has what Code Quality asks for, each fingerprint once", () => {
    const issues = JSON.parse(
      render(report({ findings: [finding(), finding(), finding({ level: "info" })] }), "gitlab"),
    );
    const fingerprints = new Set(issues.map((one: { fingerprint: string }) => one.fingerprint));
    expect(fingerprints.size).toBe(3);
    for (const issue of issues) {
      expect(issue).toEqual({
        description: expect.any(String),
        check_name: "openapi/operation-removed",
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        severity: expect.stringMatching(/^(info|minor|major|critical|blocker)$/),
        location: {
          path: "openapi.yaml",
          lines: { begin: expect.any(Number), end: expect.any(Number) },
        },
      });
    }
  });
});

describe("junit", () => {
  const grammar = XmlDocument.fromString(
    readFileSync(join(import.meta.dirname, "schemas/junit.xsd"), "utf8"),
  );
  const xsd = XsdValidator.fromDoc(grammar);
  afterAll(() => {
    xsd.dispose();
    grammar.dispose();
  });

  /** Throws where the schema refuses the text, and where a suite counts other than it holds. */
  function check(xml: string): void {
    using document = XmlDocument.fromString(xml);
    xsd.validate(document);
    for (const suite of [document.root, ...document.find("//testsuite")]) {
      if (!(suite instanceof XmlElement)) throw new Error("no element");
      const count = (path: string) => suite.find(path).length;
      expect(Number(suite.attr("tests")?.value)).toBe(count(".//testcase"));
      expect(Number(suite.attr("failures")?.value)).toBe(count(".//failure"));
    }
  }

  test.each([
    ["findings", report()],
    ["none", none],
    ["warnings fail too", report({ failOn: "warn" })],
    ["lint", report({ tool: "lint", labels: null, bumps: [] })],
    ["check", report({ tool: "check" })],
  ])("keeps the schema, its counts fit: %s", (_, one) => check(render(one, "junit")));

  test("warnings are failures where they fail the run", () => {
    expect(render(report({ failOn: "warn" }), "junit")).toContain('failures="2"');
  });

  test("the schema refuses what is no JUnit report", () => {
    const xml = render(report(), "junit");
    expect(() => check(xml.replaceAll("testcase", "test"))).toThrow("'test'");
    expect(() => check(xml.replaceAll(" classname=", " class="))).toThrow("'class'");
    expect(() => check(xml.replace(/ failures="\d+"/, ""))).toThrow("'failures'");
    expect(() => check(xml.replace(/ failures="\d+"/, ' failures="many"'))).toThrow("'many'");
  });

  test("a text that XML cannot hold is replaced, everywhere", () => {
    const bad = "a\u0000\u001f\ud800\uffff]]><b> \"quoted\" 'x' \u{1f600}";
    const xml = render(
      report({ findings: [finding({ message: bad, path: bad, affected: [bad], hint: bad })] }),
      "junit",
    );
    check(xml);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(xml).not.toMatch(/[\u0000\u001f\uffff]|\p{Surrogate}/u);
    expect(xml).toContain("\u{1f600}");
  });
});

describe("markdown and html", () => {
  const evil = finding({
    message: "`a | b` <img src=x onerror=alert(1)> [x](http://evil) @team \"'",
    path: "<script>alert(1)</script>",
    affected: ["</code><b>"],
  });
  const one = report({ findings: [evil], text: () => "<script>alert(2)</script> & more" });

  test("markup of contracts stays text", () => {
    const html = render(one, "html");
    expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
    expect(html).toContain("&lt;img src=x");
    const markdown = render(one, "markdown");
    expect(markdown).not.toMatch(/<script|<img|\]\(http|[^\\]\[x\]|@team/);
  });

  test("a long page begins with its files, each of which can be reached", () => {
    const findings = Array.from({ length: 12 }, (_, index) =>
      finding({
        level: index === 0 ? "error" : "warn",
        location: span(index === 0 ? "a.yaml" : `"b" & <c>.yaml`, 1, 1, 2),
      }),
    );
    const html = render(report({ findings }), "html");
    const links = [...html.matchAll(/<a href="#([^"]+)">([^<]*)<\/a> <small>([^<]*)</g)];
    expect(links.map(([, , file, counts]) => [file, counts])).toEqual([
      ["a.yaml", "1 error"],
      ["&quot;b&quot; &amp; &lt;c&gt;.yaml", "11 warnings"],
    ]);
    for (const [, anchor] of links) expect(html).toContain(`<section id="${anchor}">`);
    expect(html).toContain("<b>1</b> error<");
    expect(render(report(), "html")).not.toContain("<nav");
  });

  test("a line of the contract stands without its indent", () => {
    const location = span("openapi.yaml", 1, 9, 13);
    const one = report({
      findings: [finding({ location })],
      text: () => "        name: { type: string }",
    });
    expect(render(one, "html")).toContain("<pre><mark>name</mark>: { type: string }</pre>");
  });

  test("the page needs nothing from elsewhere", () => {
    const html = render(report(), "html");
    expect(html).not.toMatch(/src=|href="[^#]|url\(|@import/);
    expect(html).toContain("prefers-color-scheme:dark");
    expect(html.match(/<article/g)).toHaveLength(3);
    for (const tag of ["section", "article", "details", "dl", "pre", "table", "figure", "mark"]) {
      const count = (pattern: string) => html.match(new RegExp(pattern, "g"))?.length ?? 0;
      expect(count(`<${tag}[ >]`), tag).toBe(count(`</${tag}>`));
    }
  });

  test("a comment on a pull request fits into 65,536 characters and says what was left out", () => {
    const many = Array.from({ length: 1000 }, (_, index) => finding({ path: `GET /${index}` }));
    const text = render(report({ findings: many }), "markdown");
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/…and \d+ more\./);
  });

  test("a table cell keeps its pipes", () => {
    const bumps = [{ package: "a|b", from: null, to: null, bump: "major" as const }];
    expect(render(report({ bumps }), "markdown")).toContain("| `a\\|b` | major |");
  });
});

describe("json", () => {
  test("has the keys that programs rely on, in their order", () => {
    const value = JSON.parse(render(report(), "json"));
    expect(Object.keys(value)).toEqual(["summary", "changes", "bumps", "suppressed"]);
    expect(value.summary).toEqual({ error: 1, warn: 1, info: 1, bump: "major" });
    expect(Object.keys(value.changes[0])).toEqual([
      "id",
      "kind",
      "level",
      "message",
      "path",
      "operation",
      "direction",
      "location",
      "against",
      "fingerprint",
      "affected",
    ]);
    expect(value.changes[0].location).toEqual({ file: "openapi.yaml", line: 3, column: 3 });
    expect(value.changes[2]).toMatchObject({ location: null, against: null });
  });

  test("lint has findings, not changes", () => {
    const value = JSON.parse(render(report({ tool: "lint", labels: null, bumps: [] }), "json"));
    expect(value.findings).toHaveLength(3);
  });
});

describe("text", () => {
  test("shows old and new with frames, who is hurt, versions and the next command", () => {
    expect(render(report(), "text")).toMatchSnapshot();
  });

  test("colors only where asked for", () => {
    expect(render(report(), "text")).not.toContain("\u001b");
    expect(render(report(), "text", { color: true })).toContain("\u001b[31merror");
    expect(render(report(), "json", { color: true })).not.toContain("\u001b");
  });

  test("escape sequences of a contract do not reach the terminal", () => {
    const message = "\u001b[2J\u001b]0;owned\u0007";
    const text = () => "first\nname: \u001b[31mred";
    const one = report({ findings: [finding({ message, path: message, hint: message })], text });
    expect(render(one, "text")).not.toContain("\u001b");
    expect(render(one, "text")).toContain("2 | name: ");
  });

  test("names the old file where it is another one, and what can be mended", () => {
    const against = { file: "old/openapi.yaml", line: 2, column: 1, endLine: 2, endColumn: 3 };
    const fixable = finding({ against, fixable: true });
    const text = render(report({ findings: [fixable, fixable] }), "text");
    expect(text).toContain("before: old/openapi.yaml:2:1");
    expect(text).toContain("`berrys lint --fix` mends 2 of them.");
    expect(text).toContain("`berrys explain openapi/operation-removed` tells why");
  });

  test("folds notes, never errors and warnings", () => {
    const many = (level: "warn" | "info") => Array.from({ length: 50 }, () => finding({ level }));
    const text = render(report({ findings: [...many("info"), ...many("warn")] }), "text");
    expect(text.match(/ - warning /g)).toHaveLength(50);
    expect(text.match(/ - note /g)).toHaveLength(20);
    expect(text).toContain("and 30 more notes here");
  });

  test("says what it came to", () => {
    const last = (one: ReturnType<typeof report>) => render(one, "text").split("\n");
    expect(last(report())).toContainEqual(expect.stringContaining("main → .: breaking."));
    const same = report({
      findings: [],
      suppressed: [],
      bumps: [],
      summary: { error: 0, warn: 0, info: 0, bump: "none" },
    });
    expect(render(same, "text")).toContain("main → .: no changes.");
    expect(last(report({ failOn: "warn", findings: [finding({ level: "warn" })] }))).toContainEqual(
      expect.stringContaining("breaking."),
    );
  });
});
