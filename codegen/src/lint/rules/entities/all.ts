import type { SingleCheck } from "../../groups.ts";
import { declaredTwice } from "./declared-twice.ts";
import { enumMissingInProto } from "./enum-missing-in-proto.ts";
import { enumMissingInSchema } from "./enum-missing-in-schema.ts";
import { limits } from "./limits.ts";
import { linkedTwice } from "./linked-twice.ts";
import { missingInProto } from "./missing-in-proto.ts";
import { missingInSchema } from "./missing-in-schema.ts";
import { nestedLink } from "./nested-link.ts";
import { optionality } from "./optionality.ts";
import { staleIgnore } from "./stale-ignore.ts";
import { typeOfEntity } from "./type.ts";
import { unknownLink } from "./unknown-link.ts";
import { unlinked } from "./unlinked.ts";

/** Every rule of this group with its check. */
export const entityRuleFiles: readonly SingleCheck[] = [
  { id: "entities/unknown-link", kind: "workspace", check: unknownLink },
  { id: "entities/missing-in-proto", kind: "workspace", check: missingInProto },
  { id: "entities/missing-in-schema", kind: "workspace", check: missingInSchema },
  { id: "entities/stale-ignore", kind: "workspace", check: staleIgnore },
  { id: "entities/type", kind: "workspace", check: typeOfEntity },
  { id: "entities/optionality", kind: "workspace", check: optionality },
  { id: "entities/enum-missing-in-proto", kind: "workspace", check: enumMissingInProto },
  { id: "entities/enum-missing-in-schema", kind: "workspace", check: enumMissingInSchema },
  { id: "entities/limits", kind: "workspace", check: limits },
  { id: "entities/nested-link", kind: "workspace", check: nestedLink },
  { id: "entities/linked-twice", kind: "workspace", check: linkedTwice },
  { id: "entities/unlinked", kind: "workspace", check: unlinked },
  { id: "entities/declared-twice", kind: "workspace", check: declaredTwice },
];
