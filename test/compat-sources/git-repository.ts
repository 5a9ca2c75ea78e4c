/** A real git repository in a temporary folder, for tests. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export type Files = Readonly<Record<string, string>>;

export interface TestRepository extends Disposable {
  readonly root: string;
  write(files: Files): void;
  /** Runs git in the repository, or in a folder of it. */
  git(...args: string[]): string;
  /** Writes files and commits everything that is there. */
  commit(message: string, files?: Files): string;
}

/** A folder that is gone when the scope ends. */
export function createFolder(files: Files = {}): { root: string } & Disposable {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "berrys-sources-")));
  writeFiles(root, files);
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

export function writeFiles(root: string, files: Files): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

export function runGit(cwd: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  const fixed = ["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  return execFileSync("git", [...identity, ...fixed, ...args], { cwd, env, stdio: "pipe" })
    .toString()
    .trim();
}

export function createRepository(files: Files): TestRepository {
  const folder = createFolder();
  const { root } = folder;
  const git = (...args: string[]) => runGit(root, ...args);
  const commit = (message: string, more: Files = {}) => {
    writeFiles(root, more);
    git("add", "-A");
    git("commit", "-q", "-m", message);
    return git("rev-parse", "HEAD");
  };
  git("init", "-q");
  commit("first", files);
  return {
    root,
    git,
    commit,
    write: (more) => writeFiles(root, more),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

/** A small workspace of all kinds of contracts. */
export const shop: Files = {
  "berrys.yaml":
    "name: shop\ncontracts: { openapi: openapi.yaml, asyncapi: asyncapi.json, proto: buf.yaml, graphql: web }\n",
  "openapi.yaml":
    'openapi: 3.1.0\ninfo: { title: Shop, version: "1" }\npaths:\n  /things:\n    get:\n      responses:\n        "200":\n          description: Things\n          content:\n            application/json: { schema: { $ref: "schemas/thing.yaml" } }\n',
  "schemas/thing.yaml": "type: object\nproperties: { name: { type: string } }\n",
  "asyncapi.json": JSON.stringify({
    asyncapi: "2.6.0",
    info: { title: "Shop", version: "1" },
    channels: { "thing.made": { publish: { message: { payload: { type: "object" } } } } },
  }),
  "buf.yaml": "version: v2\nmodules: [{ path: proto }]\n",
  "proto/shop/v1/shop.proto":
    'syntax = "proto3";\npackage shop.v1;\nmessage Thing {\n  string name = 1;\n}\n',
  "web/schema.graphql": "type Query {\n  things: [String!]!\n}\n",
};
