import type { ContractTree } from "../../tree.ts";
import { isVersion3 } from "./layers.ts";
import { readVersion2 } from "./read-version-2.ts";
import { readVersion3 } from "./read-version-3.ts";
import { readServers } from "./server.ts";
import type { View } from "./view.ts";

/** The document as version 3 sees it; whatever has the wrong shape is left out. */
export function readView(tree: ContractTree): View {
  const { root } = tree;
  const read = isVersion3(tree) ? readVersion3 : readVersion2;
  const { channels, operations } = read(tree);
  return { tree, root, servers: readServers(tree), channels, operations };
}
