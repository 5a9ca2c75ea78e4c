import type { DefinedRule } from "../../define-rule.ts";
import { bodyOnPutAndPatch } from "./methods/body-on-put-and-patch.ts";
import { bodyRequired } from "./methods/body-required.ts";
import { collectionMethods } from "./methods/collection-methods.ts";
import { controllersArePosted } from "./methods/controllers-are-posted.ts";
import { itemMethods } from "./methods/item-methods.ts";
import { noDeleteBody } from "./methods/no-delete-body.ts";
import { noGetBody } from "./methods/no-get-body.ts";
import { noTrace } from "./methods/no-trace.ts";
import { singletonMethods } from "./methods/singleton-methods.ts";
import { consistentPathCase } from "./paths/consistent-path-case.ts";
import { consistentPathParameters } from "./paths/consistent-path-parameters.ts";
import { controllersComeLast } from "./paths/controllers-come-last.ts";
import { nestingDepth } from "./paths/nesting-depth.ts";
import { noCrudVerbs } from "./paths/no-crud-verbs.ts";
import { noEmptySegments } from "./paths/no-empty-segments.ts";
import { noFileExtensions } from "./paths/no-file-extensions.ts";
import { noTrailingSlash } from "./paths/no-trailing-slash.ts";
import { pathCase } from "./paths/path-case.ts";
import { pathParameterCase } from "./paths/path-parameter-case.ts";
import { pluralCollections } from "./paths/plural-collections.ts";
import { singularSingletons } from "./paths/singular-singletons.ts";
import { versionedBasePath } from "./paths/versioned-base-path.ts";

/** Every REST rule, a file each. */
export const restRuleFiles: readonly DefinedRule[] = [
  consistentPathCase,
  consistentPathParameters,
  controllersComeLast,
  nestingDepth,
  noCrudVerbs,
  noEmptySegments,
  noFileExtensions,
  noTrailingSlash,
  pathCase,
  pathParameterCase,
  pluralCollections,
  singularSingletons,
  versionedBasePath,
  bodyOnPutAndPatch,
  bodyRequired,
  collectionMethods,
  controllersArePosted,
  itemMethods,
  noDeleteBody,
  noGetBody,
  noTrace,
  singletonMethods,
];
