import { child } from "../../../../load/reference.ts";
import { textOf } from "../view/api.ts";
import { documentRule } from "../view/define.ts";

/** The document says what the API is for. */
export const infoDescription = documentRule(
  "rest/info-description",
  {
    title: "An API without description",
    level: "warn",
    elsewhere: "info",
    why: "Who finds the API does not learn what it is for, how it is paged, and how it refuses.",
    fix: "Add `info.description`.",
  },
  (root) =>
    textOf(child(root, "info"), "description")?.trim()
      ? null
      : { message: "The API has no description.", at: child(root, "info"), path: ["info"] },
);
