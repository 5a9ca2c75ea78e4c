import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Change } from "../../codegen/src/compat/change.ts";
import { bufRule, bufRuleIds } from "../../codegen/src/compat/proto/buf-rules.ts";
import { compareProto } from "../../codegen/src/compat/proto/compare-proto.ts";
import { protoRules } from "../../codegen/src/compat/proto/rules.ts";
import { openSide } from "../../codegen/src/compat/sources/open-side.ts";
import type { ProtoCategory } from "../../codegen/src/findings/settings.ts";
import { bufCommand } from "../../codegen/src/load/buf.ts";
import { createFolder, type Files } from "./git-repository.ts";
import { lines } from "./sides.ts";

const module = { "buf.yaml": "version: v2\nmodules: [{ path: proto }]\n" };
const workspace = (packages = "shop: { packages: [shop.v1] }") => ({
  "berrys.yaml": `name: x\ncontracts: { proto: buf.yaml }\nservices: { ${packages} }\n`,
  ...module,
});

async function compare(
  old: Files,
  now: Files,
  category: ProtoCategory = "FILE",
): Promise<readonly Change[]> {
  using before = createFolder(old);
  using after = createFolder(now);
  const open = ({ root }: { root: string }) => openSide({ kind: "folder", path: root, label: "x" });
  const [a, b] = await Promise.all([open(before), open(after)]);
  expect([...lines(a.diagnostics), ...lines(b.diagnostics)]).toEqual([]);
  const [changes, diagnostics] = await compareProto(a, b, { category });
  expect(lines(diagnostics)).toEqual([]);
  return changes;
}

const at = (place: Change["old"]) =>
  place === null ? "-" : `${place.file}:${place.span?.line ?? "?"}:${place.span?.column ?? "?"}`;
const short = ({ rule, path, old, new: now }: Change) => `${rule} ${path} ${at(old)} → ${at(now)}`;

const file = (body: string, head = 'syntax = "proto3";\npackage shop.v1;\n') => ({
  "proto/shop/v1/shop.proto": `${head}${body}`,
});

const old = `message Ask {
  string name = 1;
  Color color = 2;
  reserved 9;
}
message Answer {
  message Inner { string x = 1; }
  Inner inner = 1;
}
message Gone {}
enum Color {
  COLOR_UNSPECIFIED = 0;
  COLOR_RED = 1;
  COLOR_BLUE = 2;
}
service Shop {
  rpc Get(Ask) returns (Answer);
  rpc Drop(Ask) returns (Answer) { option idempotency_level = IDEMPOTENT; }
}
service Old { rpc Get(Ask) returns (Answer); }
`;
const now = `message Ask {
  int32 name = 1;
}
message Answer {
  message Inner { string y = 1; }
  Inner inner = 1;
  string more = 2;
}
enum Color {
  COLOR_UNSPECIFIED = 0;
  COLOR_GREEN = 1;
  COLOR_PINK = 3;
}
service Shop {
  rpc Drop(Ask) returns (stream Answer);
  rpc Put(New) returns (New);
}
message New { string x = 1; }
`;

test("buf's findings with its rules, messages and positions, and both places", async () => {
  const changes = await compare({ ...workspace(), ...file(old) }, { ...workspace(), ...file(now) });
  const place = "proto/shop/v1/shop.proto";
  const shorter = changes.map((change) => short(change).replaceAll(`${place}:`, ""));
  expect(shorter).toEqual([
    "proto/MESSAGE_NO_DELETE shop.v1.Gone 12:9 → 1:1",
    "proto/RPC_SAME_IDEMPOTENCY_LEVEL shop.v1.Shop/Drop 20:7 → 17:7",
    "proto/SERVICE_NO_DELETE shop.v1.Old 22:9 → 1:1",
    "proto/FIELD_NO_DELETE shop.v1.Ask.color 5:9 → 3:1",
    "proto/RESERVED_MESSAGE_NO_DELETE shop.v1.Ask 3:9 → 3:1",
    "proto/FIELD_SAME_TYPE shop.v1.Ask.name 4:10 → 4:3",
    "proto/FIELD_SAME_JSON_NAME shop.v1.Answer.Inner.x 9:26 → 7:19",
    "proto/FIELD_SAME_NAME shop.v1.Answer.Inner.x 9:26 → 7:26",
    "proto/ENUM_VALUE_NO_DELETE shop.v1.Color.COLOR_BLUE 16:3 → 11:1",
    "proto/ENUM_VALUE_SAME_NAME shop.v1.Color.COLOR_RED 15:3 → 13:17",
    "proto/RPC_NO_DELETE shop.v1.Shop/Get 19:7 → 16:1",
    "proto/RPC_SAME_SERVER_STREAMING shop.v1.Shop/Drop 20:7 → 17:3",
    "proto/field-added shop.v1.Answer.more - → 9:10",
    "proto/message-added shop.v1.New - → 20:9",
    "proto/enum-value-added shop.v1.Color.COLOR_PINK - → 14:3",
    "proto/rpc-added shop.v1.Shop/Put - → 18:7",
  ]);
  const [first] = changes.filter(({ rule }) => rule === "proto/FIELD_SAME_TYPE");
  expect(first).toMatchObject({
    message: 'Field "1" with name "name" on message "Ask" changed type from "string" to "int32".',
    role: "reader",
    direction: "request",
    detail: "1 name Ask string int32",
    old: { pointer: "shop.v1.Ask.name" },
  });
  expect(changes.find(({ path }) => path === "shop.v1.Answer.more")).toMatchObject({
    role: "writer",
  });
  expect(changes.find(({ path }) => path === "shop.v1.Shop/Get")).toMatchObject({
    operation: "shop.v1.Shop/Get",
  });
});

test("nested messages of one short name are told apart by their place", async () => {
  const nested = (type: string) =>
    file(
      `message A { message In { string x = 1; } }\nmessage B {\n  message In { ${type} x = 1; }\n}\n`,
    );
  const [change] = await compare(
    { ...module, ...nested("string") },
    { ...module, ...nested("int32") },
  );
  expect([change?.path, change?.old?.span?.line]).toEqual(["shop.v1.B.In.x", 5]);
});

test("categories decide what breaks", async () => {
  const before = file("message A { string x = 1; string y = 2; }\n");
  const after = file('message A { string z = 1; reserved 2; reserved "y"; }\n');
  const rules = async (category: ProtoCategory) =>
    (await compare({ ...module, ...before }, { ...module, ...after }, category)).map(
      ({ rule }) => rule,
    );
  expect(await rules("FILE")).toContain("proto/FIELD_NO_DELETE");
  expect(await rules("WIRE_JSON")).toEqual(["proto/FIELD_SAME_JSON_NAME", "proto/FIELD_SAME_NAME"]);
  expect(await rules("WIRE")).toEqual([]);
});

test("whole files and packages that are gone name where they were", async () => {
  const gone = {
    "proto/old/v1/old.proto": 'syntax = "proto3";\npackage old.v1;\nmessage A {}\nservice S {}\n',
  };
  const stays = { ...module, ...file("message A {}\n") };
  const show = async (category: ProtoCategory) => {
    const [change, ...more] = await compare({ ...stays, ...gone }, stays, category);
    return [
      change?.rule,
      change?.path,
      change?.old?.file,
      change?.old?.pointer,
      change?.new,
      more.length,
    ];
  };
  const place = ["proto/old/v1/old.proto", "old.v1.S", null, 0];
  expect(await show("FILE")).toEqual(["proto/FILE_NO_DELETE", "old/v1/old.proto", ...place]);
  expect(await show("PACKAGE")).toEqual(["proto/PACKAGE_NO_DELETE", "old.v1", ...place]);
});

test("what buf.yaml excepts and ignores is not looked at", async () => {
  const buf = (text: string) => ({
    "buf.yaml": `version: v2\nmodules: [{ path: proto }]\n${text}`,
  });
  const before = file("message A { string x = 1; }\n");
  const after = file("message A { int32 x = 1; }\n");
  const rules = async (text: string) =>
    (await compare({ ...module, ...before }, { ...buf(text), ...after })).map(({ rule }) => rule);
  const found = ["proto/FIELD_SAME_TYPE"];
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["", found],
    ["breaking: { except: [FIELD_SAME_TYPE] }\n", []],
    ["breaking: { ignore: [proto/shop] }\n", []],
    ["breaking: { ignore_only: { FIELD_SAME_TYPE: [proto/shop/v1] } }\n", []],
    ["breaking: { ignore_only: { FIELD_SAME_TYPE: [proto/other] } }\n", found],
  ];
  const got = await Promise.all(cases.map(async ([text]) => [text, await rules(text)]));
  expect(got).toEqual(cases);
});

const options = {
  "proto/berrys/options/v1/options.proto":
    'syntax = "proto3";\npackage berrys.options.v1;\nimport "google/protobuf/descriptor.proto";\nextend google.protobuf.MethodOptions {\n  repeated string roles = 50101;\n  int32 timeout_ms = 50102;\n}\n',
};
const head =
  'syntax = "proto3";\npackage shop.v1;\nimport "berrys/options/v1/options.proto";\nmessage M {}\n';
const rpcs = (texts: readonly string[]) =>
  file(
    `service S {\n${texts.map((text, at) => `  rpc Get${at}(M) returns (M) { ${text} }\n`).join("")}}\n`,
    head,
  );
const role = (name: string) => `option (berrys.options.v1.roles) = "${name}";`;
const timeout = (ms: number) => `option (berrys.options.v1.timeout_ms) = ${ms};`;

test("our own options: roles, deadlines, deprecation", async () => {
  const cases: readonly (readonly [string, string])[] = [
    [role("a") + timeout(5), timeout(5) + role("a")],
    [role("a") + role("b"), role("b") + role("c")],
    ["", role("a")],
    [role("a"), ""],
    [timeout(500), timeout(400)],
    ["", timeout(400)],
    [timeout(400), timeout(401)],
    ["", "option deprecated = true;"],
  ];
  const changes = await compare(
    { ...module, ...options, ...rpcs(cases.map(([text]) => text)) },
    { ...module, ...options, ...rpcs(cases.map(([, text]) => text)) },
  );
  expect(changes.map(({ rule, operation }) => `${rule} ${operation}`)).toEqual(
    [
      "roles-tightened 1",
      "roles-loosened 1",
      "roles-tightened 2",
      "roles-loosened 3",
      "timeout-lowered 4",
      "timeout-lowered 5",
      "timeout-raised 6",
      "deprecated-added 7",
    ].map((line) => `proto/${line.replace(" ", " shop.v1.S/Get")}`),
  );
  expect(changes.map(({ message }) => message.replaceAll("shop.v1.S/", ""))).toEqual([
    "Callers with the role `a` may no longer call `Get1`, which asks for the role `b` or `c`.",
    "Callers with the role `c` may now call `Get1` too.",
    "`Get2` was open to every signed-in caller and now asks for the role `a`.",
    "`Get3` asked for the role `a` and is now open to every signed-in caller.",
    "The deadline of `Get4` went from 500 ms to 400 ms.",
    "The deadline of `Get5` went from none to 400 ms.",
    "The deadline of `Get6` went from 400 ms to 401 ms.",
    "The RPC `Get7` is now deprecated.",
  ]);
});

test("a package that another service serves now", async () => {
  const proto = file("message M {}\nservice S {}\n");
  const changes = await compare(
    { ...workspace("a: { packages: [shop.v1] }, b: {}"), ...proto },
    { ...workspace("a: {}, b: { packages: [shop.v1] }"), ...proto },
  );
  expect(changes).toMatchObject([
    {
      rule: "proto/package-owner-changed",
      path: "shop.v1",
      owner: "a",
      old: { file: "berrys.yaml", pointer: "/services/a/packages/0" },
      new: { file: "berrys.yaml", pointer: "/services/b/packages/0" },
    },
  ]);
});

test("unstable packages say so", async () => {
  const body = (type: string) => (name: string) => ({
    ...module,
    [`proto/${name}.proto`]: `syntax = "proto3";\npackage shop.${name};\nmessage A { ${type} x = 1; }\n`,
  });
  const stability = async (name: string) =>
    (await compare(body("string")(name), body("int32")(name))).map((change) => change.stability);
  expect(await stability("v1alpha1")).toEqual(["alpha"]);
  expect(await stability("v2p1beta3")).toEqual(["beta"]);
  expect(await stability("v1")).toEqual([undefined]);
});

test("two single files are versions of one another whatever they are called", async () => {
  using folder = createFolder({
    "base.proto": 'syntax = "proto3";\npackage a;\nmessage M { string x = 1; }\n',
    "revision.proto": 'syntax = "proto3";\npackage a;\nmessage M { int32 x = 1; }\n',
  });
  const open = (name: string) =>
    openSide({ kind: "file", path: join(folder.root, name), label: name, base: folder.root });
  const [a, b] = await Promise.all([open("base.proto"), open("revision.proto")]);
  const [changes] = await compareProto(a, b, { category: "FILE" });
  expect(changes.map(short)).toEqual([
    "proto/FIELD_SAME_TYPE a.M.x base.proto:3:20 → revision.proto:3:13",
  ]);
});

test("a module against itself is silent, and every rule of buf has its words", async () => {
  const files = { ...module, ...options, ...file(old) };
  expect(await compare(files, files)).toEqual([]);
  const [command, prefix] = bufCommand();
  const output = execFileSync(command, [
    ...prefix,
    "config",
    "ls-breaking-rules",
    "--format",
    "json",
  ]);
  const ids = output
    .toString()
    .trim()
    .split("\n")
    .map((line) => `proto/${JSON.parse(line).id}`);
  expect(bufRuleIds().toSorted()).toEqual(ids.toSorted());
  for (const id of ids) expect(bufRule(id)?.level).toBe("error");
  expect(bufRule("proto/FIELD_ADDED")).toBeNull();
  expect(Object.keys(protoRules).length).toBeGreaterThan(10);
});
