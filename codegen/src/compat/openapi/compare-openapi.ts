import type { Change } from "../change.ts";
import type { SchemaComparer } from "../schema/compare-schemas.ts";
import type { ContractTree } from "../tree.ts";
import { compareCallbacks, type Job, jobId } from "./compare-callbacks.ts";
import { compareDocument } from "./compare-document.ts";
import { compareOperation } from "./compare-operation.ts";
import { comparePaths } from "./compare-paths.ts";
import { viewSecurity } from "./compare-security.ts";
import { compareDocumentServers } from "./compare-servers.ts";
import { compareWebhooks } from "./compare-webhooks.ts";
import { choosePrefixes } from "./match-paths.ts";
import { readPaths } from "./read/paths.ts";
import { readServers } from "./read/servers.ts";
import type { Scope } from "./scope.ts";

/** What a comparison of OpenAPI documents may be told. */
export interface OpenapiOptions {
  /** The day on which sunsets are judged, `YYYY-MM-DD`. Default: the current one, in UTC. */
  readonly today?: string;
}

/**
 * The changes between two OpenAPI documents (3.0 or 3.1, also one of each), raw: every operation that uses a shared
 * part reports what changed in it. Parts of a wrong shape are left out.
 */
export function compareOpenapi(
  old: ContractTree,
  now: ContractTree,
  schemas: SchemaComparer,
  { today = new Date().toISOString().slice(0, 10) }: OpenapiOptions = {},
): readonly Change[] {
  const scope: Scope = { old, now, schemas, today, path: "", isFlipped: false };
  const paths = { old: readPaths(old), now: readPaths(now) };
  const prefixes = choosePrefixes(paths.old, paths.now, {
    old: basePathOf(old),
    now: basePathOf(now),
  });
  const isMoved = prefixes.old !== prefixes.now;
  const found = comparePaths(scope, { ...paths, prefixes });
  const hooks = compareWebhooks(scope);
  return [
    ...compareDocument(scope),
    ...compareDocumentServers(scope, isMoved),
    ...found.changes,
    ...hooks.changes,
    ...runJobs(scope, [...found.jobs, ...hooks.jobs]),
  ];
}

/** Compares operations and, as a list of work, the callbacks inside them, which may lead back to where they began. */
function runJobs(scope: Scope, jobs: readonly Job[]): readonly Change[] {
  const security = viewSecurity(scope);
  const changes: Change[][] = [];
  const seen = new Set<string>();
  const queue = [...jobs];
  for (const job of queue) {
    if (job.depth > 1) {
      const id = jobId(job);
      if (seen.has(id)) continue;
      seen.add(id);
    }
    const inner = compareCallbacks(job);
    changes.push([...compareOperation(job.scope, job.pair, security), ...inner.changes]);
    queue.push(...inner.jobs);
  }
  return changes.flat();
}

/** What stands before every path on all servers of a document; empty where they differ. */
function basePathOf(tree: ContractTree): string {
  const bases = new Set(readServers(tree, [tree.root]).map(({ basePath }) => basePath));
  const [base = ""] = bases;
  return bases.size === 1 ? base : "";
}
