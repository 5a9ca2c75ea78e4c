import { hasErrors } from "../../diagnostics/create.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Config } from "../../load/config.ts";
import { type Loaded, load } from "../../load/load.ts";
import { buildModel } from "../../model/build.ts";
import type { Model } from "../../model/model.ts";
import type { ContractTree } from "../tree.ts";
import { createTree } from "./create-tree.ts";
import { readGraphql } from "./graphql-files.ts";
import { loadProblems } from "./load-document.ts";
import type { Opened } from "./opened.ts";

/** Opens a folder that has a `berrys.yaml`. */
export async function openWorkspace(root: string): Promise<Opened> {
  const loaded = await load(root);
  const { config, sources, proto } = loaded;
  const found: Diagnostic[] = [...loadProblems(loaded.diagnostics)];
  const tree = (kind: "openapi" | "asyncapi"): ContractTree | null => {
    const file = config?.contracts[kind] ?? null;
    if (file === null) return null;
    const [made, problems] = createTree(loaded, file, kind);
    found.push(...problems);
    return made;
  };
  const openapi = tree("openapi");
  const asyncapi = tree("asyncapi");
  const [graphql, graphqlProblems] = await readGraphql(sources, config?.contracts.graphql ?? []);
  found.push(...graphqlProblems);
  const image = proto?.image ?? null;
  return {
    root,
    openapi,
    asyncapi,
    schema: null,
    proto: image === null || proto === null ? null : { image, files: proto.files },
    graphql,
    model: config === null || hasErrors(found) ? null : await modelOf(loaded, config),
    config,
    sources,
    diagnostics: found,
  };
}

/**
 * The model as far as it can be built: what a version leaves open (an operation without owner, say) is reported when it is
 * generated and does not keep the rest from telling who is hurt.
 */
async function modelOf(loaded: Loaded, config: Config): Promise<Model> {
  const { model } = await buildModel(loaded, config);
  return model;
}
