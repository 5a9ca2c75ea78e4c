import { existsSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createFolder, createRepository, runGit, shop } from "./git-repository.ts";
import { against, complaints, lines, withSide } from "./sides.ts";

const title = (text: string) =>
  (shop["openapi.yaml"] ?? "").replace("title: Shop", `title: ${text}`);

test("a commit is read as it was, without touching work tree or index", async () => {
  using repository = createRepository(shop);
  const { root } = repository;
  repository.commit("second", { "openapi.yaml": title("New") });
  repository.write({ "openapi.yaml": "broken: [", "extra.txt": "x" });
  repository.git("add", "extra.txt");
  const status = () => repository.git("status", "--porcelain");
  const before = status();
  const written = statSync(join(root, ".git/index")).mtimeMs;
  const found = await withSide(against("HEAD~1", root), async (side) => {
    expect(lines(side.diagnostics)).toEqual([]);
    expect(statSync(side.root).mode & 0o077).toBe(0);
    expect([side.asyncapi?.version, side.openapi?.version, side.label]).toEqual([
      "2.6.0",
      "3.1.0",
      "HEAD~1",
    ]);
    expect([...(side.proto?.files ?? [])]).toEqual([
      ["shop/v1/shop.proto", "proto/shop/v1/shop.proto"],
    ]);
    expect(side.graphql.map(({ file }) => file)).toEqual(["web/schema.graphql"]);
    expect(side.model?.restOperations.length).toBe(1);
    expect(side.openapi?.root.value).toMatchObject({ info: { title: "Shop" } });
    expect(side.sources.spanOf({ file: "schemas/thing.yaml", pointer: "/properties" })?.line).toBe(
      2,
    );
    return side.root;
  });
  expect(existsSync(found)).toBe(false);
  expect(statSync(join(root, ".git/index")).mtimeMs).toBe(written);
  expect(status()).toBe(before);
});

test("branches, tags, abbreviated commits, branches of origin alone, and where histories parted", async () => {
  using repository = createRepository({ "openapi.yaml": title("First") });
  const { root } = repository;
  const first = repository.git("rev-parse", "HEAD");
  repository.git("tag", "v1.0.0");
  repository.git("checkout", "-q", "-b", "feature");
  repository.commit("feature", { "openapi.yaml": title("Feature") });
  repository.git("checkout", "-q", "main");
  repository.commit("main", { "openapi.yaml": title("Main") });
  repository.git("update-ref", "refs/remotes/origin/release", "HEAD");
  repository.git("checkout", "-q", "feature");
  const titles = async (text: string) =>
    withSide(against(text, root), ({ openapi }) =>
      JSON.stringify(openapi?.root.value).slice(26, 54),
    );
  const shown = await Promise.all(
    ["main", "v1.0.0", first.slice(0, 9), "release", "origin/release", "main...", "feature"].map(
      titles,
    ),
  );
  expect(shown.map((text) => /title":"(\w+)/.exec(text)?.[1])).toEqual([
    "Main",
    "First",
    "First",
    "Main",
    "Main",
    "First",
    "Feature",
  ]);
});

test("latest-tag is the highest version that HEAD descends from", async () => {
  using repository = createRepository({ "openapi.yaml": title("One") });
  const { root } = repository;
  repository.git("tag", "v1.10.0");
  repository.commit("second", { "openapi.yaml": title("Two") });
  repository.git("tag", "v1.9.0");
  repository.git("tag", "v2.0.0-rc.1");
  repository.git("checkout", "-q", "-b", "other");
  repository.commit("third", { "openapi.yaml": title("Three") });
  repository.git("tag", "v3.0.0");
  repository.git("checkout", "-q", "main");
  expect(await withSide(against("latest-tag", root), ({ label }) => label)).toBe("v1.10.0");
});

test("a workspace in a folder of a repository, also somewhere else in the old commit", async () => {
  using repository = createRepository({
    "shared/thing.yaml": "type: object\n",
    "old-place/openapi.yaml": title("Old").replace("schemas/thing.yaml", "../shared/thing.yaml"),
  });
  repository.commit("moved", {
    "services/shop/openapi.yaml": title("New").replace(
      "schemas/thing.yaml",
      "../../shared/thing.yaml",
    ),
  });
  const cwd = join(repository.root, "services/shop");
  await withSide(against("HEAD", cwd), ({ openapi, diagnostics }) => {
    expect(lines(diagnostics)).toEqual([]);
    expect(openapi?.root).toMatchObject({
      file: "openapi.yaml",
      value: { info: { title: "New" } },
    });
  });
  await withSide(against("HEAD~1:old-place", cwd), ({ openapi, diagnostics }) => {
    expect(lines(diagnostics)).toEqual([]);
    expect(openapi?.root.value).toMatchObject({ info: { title: "Old" } });
  });
  await withSide(against("HEAD~1", cwd), ({ diagnostics }) => {
    expect(lines(diagnostics)).toEqual([
      "against/not-found: `HEAD~1` has no folder `services/shop`. (the contracts may have been somewhere else then: write `<ref>:<folder>`)",
    ]);
  });
});

test("a single document of a commit has the positions of the working folder", async () => {
  using repository = createRepository({ "sub/api/shop.yaml": title("Old") });
  repository.commit("referred", { "sub/api/schemas/thing.yaml": "type: object\n" });
  const cwd = join(repository.root, "sub");
  const target = { kind: "file", path: join(cwd, "api/shop.yaml") } as const;
  await withSide(against("HEAD", cwd, target), ({ openapi, diagnostics, root }) => {
    expect(lines(diagnostics)).toEqual([]);
    expect(openapi?.root.file).toBe("api/shop.yaml");
    expect(root).not.toContain(repository.root);
  });
  await withSide(against("HEAD~1", cwd, target), ({ diagnostics }) => {
    expect(lines(diagnostics)).toEqual([
      "api/shop.yaml:10:49 load/unresolved-ref: The reference `schemas/thing.yaml` cannot be followed: the file `api/schemas/thing.yaml` does not exist.",
    ]);
  });
});

test("bare repositories, worktrees and submodules", async () => {
  using repository = createRepository(shop);
  using other = createRepository({ "x.yaml": "a: 1\n" });
  repository.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", other.root, "lib");
  const commit = repository.commit("submodule");
  using folder = createFolder();
  runGit(folder.root, "clone", "-q", "--bare", repository.root, "bare.git");
  runGit(repository.root, "worktree", "add", "-q", join(folder.root, "tree"), "-b", "tree");
  const bare = {
    kind: "git",
    ref: commit,
    repository: join(folder.root, "bare.git"),
    folder: "",
    label: "bare",
  } as const;
  for (const side of [bare, against("main", join(folder.root, "tree"))]) {
    await withSide(side, ({ diagnostics, openapi, root }) => {
      expect(lines(diagnostics)).toEqual([]);
      expect(openapi).not.toBeNull();
      expect(existsSync(join(root, "lib/x.yaml"))).toBe(false);
    });
  }
});

test("links inside are followed, links out are left out", async () => {
  using repository = createRepository({
    "schemas/thing.yaml": "type: object\n",
    "real/a.yaml": "x: 1\n",
  });
  const { root } = repository;
  repository.write({ "real/openapi.yaml": title("Linked") });
  symlinkSync("real/openapi.yaml", join(root, "openapi.yaml"));
  symlinkSync("real", join(root, "folder"));
  symlinkSync("/etc", join(root, "etc"));
  symlinkSync("../../../../etc/passwd", join(root, "passwd.yaml"));
  symlinkSync("loop-b.yaml", join(root, "loop-a.yaml"));
  symlinkSync("loop-a.yaml", join(root, "loop-b.yaml"));
  repository.commit("links");
  await withSide(against("HEAD", root), (side) => {
    expect(lines(side.diagnostics)).toEqual([]);
    expect(side.openapi?.root.value).toMatchObject({ info: { title: "Linked" } });
    expect(readFileSync(join(side.root, "folder/a.yaml"), "utf8")).toBe("x: 1\n");
    for (const file of ["etc", "passwd.yaml", "loop-a.yaml"])
      expect(existsSync(join(side.root, file))).toBe(false);
  });
});

test("files in LFS are told, and too many files are refused", async () => {
  using repository = createRepository({
    "openapi.yaml": title("Shop").replace("schemas/thing.yaml", "big.yaml"),
    "big.yaml": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
  });
  await withSide(against("HEAD", repository.root), ({ diagnostics }) => {
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      "error against/lfs-pointer",
    ]);
  });
  const pointer = {
    "openapi.yaml": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
  };
  using whole = createRepository(pointer);
  const targets = [
    { kind: "folder", path: whole.root },
    { kind: "file", path: join(whole.root, "openapi.yaml") },
  ] as const;
  for (const target of targets) {
    await withSide(against("HEAD", whole.root, target), ({ diagnostics }) =>
      expect(lines(diagnostics)).toEqual([
        expect.stringMatching(/^against\/lfs-pointer: `openapi.yaml` is kept in Git LFS, so `HEAD/),
      ]),
    );
  }
  using apart = createRepository({ ...shop, "extra.yaml": pointer["openapi.yaml"] });
  await withSide(against("HEAD", apart.root), ({ diagnostics }) =>
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      "warning against/lfs-pointer",
    ]),
  );
  const spec = {
    kind: "git",
    ref: "HEAD",
    repository: repository.root,
    folder: "",
    label: "HEAD",
  } as const;
  const limits = { files: 1, totalBytes: 1e6, fileBytes: 1e6, entries: 100 };
  await withSide(
    spec,
    ({ diagnostics }) =>
      expect(lines(diagnostics)).toEqual([
        "against/too-large: `HEAD` holds 2 contract files, more than 1. (name the folder of the contracts: `<ref>:<folder>`)",
      ]),
    limits,
  );
});

test("broken contracts of a commit are diagnostics with workspace-relative places", async () => {
  using repository = createRepository({
    ...shop,
    "schemas/thing.yaml": "type: [\n",
    "proto/shop/v1/shop.proto": 'syntax = "proto3";\nmessage A { Missing m = 1; }\n',
  });
  await withSide(against("HEAD", repository.root), ({ diagnostics, model }) => {
    expect(model).toBeNull();
    expect(diagnostics.map(({ code, span }) => `${code} ${span?.file}`)).toEqual([
      "load/unresolved-ref openapi.yaml",
      "load/proto-syntax proto/shop/v1/shop.proto",
      "load/syntax schemas/thing.yaml",
    ]);
  });
});

test("what names nothing says what was tried", async () => {
  using repository = createRepository({ "openapi.yaml": title("Shop") });
  const { root } = repository;
  repository.git("branch", "develop");
  expect(await complaints("develp", root)).toEqual([
    "against/not-found: `develp` is no folder, archive or file here, and no branch, tag or commit of the repository. (did you mean `develop`?)",
  ]);
  expect(await complaints("latest-tag", root)).toEqual([
    "against/no-tag: `latest-tag` finds nothing: no tag is reachable from the current commit. (tag a release (`git tag v1.0.0`), fetch tags (`git fetch --tags`), or name a branch)",
  ]);
  expect((await complaints("--upload-pack=touch x", root))[0]).toMatch(/^against\/invalid-ref/);
  expect((await complaints("main:../out", root))[0]).toMatch(/^against\/invalid-ref/);
  expect((await complaints("$(touch pwned)", root))[0]).toMatch(/^against\/not-found/);
  expect(existsSync(join(root, "pwned"))).toBe(false);
  using folder = createFolder({ "openapi.yaml": title("Shop") });
  expect((await complaints("main", folder.root))[0]).toContain("in no git repository");
});

test("variables of a hook do not lead to another repository", async () => {
  using repository = createRepository({ "a/openapi.yaml": title("Shop") });
  process.env.GIT_DIR = ".git";
  try {
    await withSide(against("HEAD", join(repository.root, "a")), ({ diagnostics, openapi }) => {
      expect(openapi?.root.value).toMatchObject({ info: { title: "Shop" } });
      expect(diagnostics.map(({ code }) => code)).toEqual(["load/unresolved-ref"]);
    });
  } finally {
    delete process.env.GIT_DIR;
  }
});

test("a repository that git does not read says why", async () => {
  using repository = createRepository({ "openapi.yaml": title("Shop") });
  repository.git("config", "core.repositoryFormatVersion", "99");
  expect((await complaints("main", repository.root))[0]).toMatch(
    /^against\/git-failed: git could not look for `main`: /,
  );
});

test("a shallow clone says what to fetch", async () => {
  using repository = createRepository({ "openapi.yaml": title("Shop") });
  repository.git("tag", "v1.0.0");
  repository.git("checkout", "-q", "-b", "feature");
  repository.commit("second", { "openapi.yaml": title("Two") });
  using folder = createFolder();
  const url = `file://${repository.root}`;
  runGit(folder.root, "clone", "-q", "--depth=1", "--branch=feature", url, "clone");
  const clone = join(folder.root, "clone");
  const hint =
    "(fetch it: `git fetch --depth=1 origin main:refs/remotes/origin/main`, or `fetch-depth: 0` in the checkout step)";
  expect(await complaints("main", clone)).toEqual([
    `against/shallow-clone: The repository is a shallow clone, and \`main\` was not fetched. ${hint}`,
  ]);
  expect(await complaints("latest-tag", clone)).toEqual([
    `against/shallow-clone: The repository is a shallow clone, and the tags of earlier commits were not fetched. ${hint}`,
  ]);
  runGit(clone, "fetch", "-q", "--depth=1", "origin", "main:refs/remotes/origin/main");
  expect(await complaints("main", clone)).toEqual(["found git"]);
});

test("an unreadable object is git's mistake, told as one", async () => {
  using repository = createRepository({ "openapi.yaml": title("Shop") });
  const { root } = repository;
  const object = repository.git("rev-parse", "HEAD:openapi.yaml");
  const path = join(root, ".git/objects", object.slice(0, 2), object.slice(2));
  rmSync(path);
  await withSide(against("HEAD", root), ({ diagnostics }) =>
    expect(diagnostics.map(({ code }) => code)).toEqual(["against/git-failed"]),
  );
});
