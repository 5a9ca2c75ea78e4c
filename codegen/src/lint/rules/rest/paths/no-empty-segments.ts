import { pathRule } from "../view/define.ts";

/** `//` is folded by some proxies and kept by others. */
export const noEmptySegments = pathRule(
  "rest/no-empty-segments",
  {
    title: "A path with nothing between two slashes",
    level: "warn",
    why: "Proxies fold `//` into one slash or keep it, so the same request reaches different resources.",
    fix: "Remove the extra slash.",
  },
  ({ path }) =>
    path.includes("//")
      ? {
          message: `The path \`${path}\` has two slashes in a row.`,
          hint: `write \`${path.replaceAll(/\/{2,}/g, "/")}\``,
        }
      : null,
);
