import type { Change } from "../change.ts";
import type { SchemaComparer } from "../schema/compare-schemas.ts";
import type { ContractTree } from "../tree.ts";
import { compareChannels } from "./compare/compare-channels.ts";
import { compareDocument } from "./compare/compare-document.ts";
import { compareMessage } from "./compare/compare-message.ts";
import { compareMessageLists } from "./compare/compare-message-lists.ts";
import { compareOperations } from "./compare/compare-operations.ts";
import { compareServers } from "./compare/compare-servers.ts";
import type { Comparison } from "./context.ts";
import { pairUp } from "./match/pairing.ts";
import { findUses, groupOperations } from "./message-uses.ts";
import { createStabilityOf } from "./stability.ts";
import { readView } from "./view/read-view.ts";

/**
 * What changed between two versions of an AsyncAPI document, 2.x or 3.x on either side. A document may describe one
 * application or, with `x-berrys-service`, all services of a system: a message is compared as what each operation does
 * with it. Never throws on a document of the wrong shape.
 */
export function compareAsyncapi(
  old: ContractTree,
  now: ContractTree,
  schemas: SchemaComparer,
): readonly Change[] {
  const comparison: Comparison = {
    old: readView(old),
    now: readView(now),
    schemas,
    stabilityOf: createStabilityOf(old),
    changes: [],
  };
  const pairing = pairUp(comparison.old, comparison.now);
  compareDocument(comparison);
  compareServers(comparison, pairing.servers);
  compareChannels(comparison, pairing);
  const told = compareOperations(comparison, pairing);
  const groups = groupOperations(comparison, pairing);
  compareMessageLists(comparison, pairing, { groups, told });
  for (const use of findUses(comparison, pairing, groups)) compareMessage(comparison, use);
  return comparison.changes;
}
