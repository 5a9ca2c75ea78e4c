import { git, gitText, reasonOf } from "./git.ts";

/** A repository as far as finding a commit in it goes. */
export interface GitRepository {
  /** Any folder inside the work tree, or the bare repository. */
  readonly folder: string;
  /** Path of `folder` inside the repository, `` for the top or a bare one. */
  readonly prefix: string;
  readonly isShallow: boolean;
}

/** The repository around a folder; null: there is none, or git is not installed. */
export async function findRepository(folder: string): Promise<GitRepository | null> {
  const text = await gitText(folder, ["rev-parse", "--is-shallow-repository", "--show-prefix"]);
  if (text === null) return null;
  const [shallow, prefix = ""] = text.split("\n");
  return { folder, prefix: prefix.replace(/\/$/, ""), isShallow: shallow === "true" };
}

/** Why a folder with a repository around it cannot be used, in git's words; null: there is no repository. */
export async function repositoryProblem(folder: string): Promise<string | null> {
  const output = await git(folder, ["rev-parse", "--git-dir"]);
  if (output.status === 0 || /not a git repository/.test(output.stderr)) return null;
  return reasonOf(output);
}

/** The commit that a revision names, also as a branch of `origin` alone (as in CI checkouts); null: there is none. */
export async function findCommit(
  { folder }: GitRepository,
  revision: string,
): Promise<string | null> {
  for (const name of [revision, `refs/remotes/origin/${revision}`]) {
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
    const commit = await gitText(folder, args);
    if (commit !== null && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
  }
  return null;
}

/** Where the history of HEAD left that of a commit; null: they share none, or it was not fetched. */
export function mergeBase({ folder }: GitRepository, commit: string): Promise<string | null> {
  return gitText(folder, ["merge-base", commit, "HEAD"]);
}

/** Names of branches and tags, as the user would write them. */
export async function refNames({ folder }: GitRepository): Promise<readonly string[]> {
  const spaces = ["refs/heads", "refs/tags", "refs/remotes"];
  const text = await gitText(folder, ["for-each-ref", "--format=%(refname:lstrip=2)", ...spaces]);
  return (text ?? "").split("\n").filter((name) => name !== "" && !name.endsWith("/HEAD"));
}

/** Tags that HEAD descends from, the most recent first. */
export async function reachableTags({ folder }: GitRepository): Promise<readonly string[]> {
  const format = "--format=%(refname:lstrip=2)";
  const args = ["for-each-ref", "--merged=HEAD", "--sort=-creatordate", format, "refs/tags"];
  const { status, stdout } = await git(folder, args);
  return status === 0
    ? stdout
        .toString("utf8")
        .split("\n")
        .filter((name) => name !== "")
    : [];
}
