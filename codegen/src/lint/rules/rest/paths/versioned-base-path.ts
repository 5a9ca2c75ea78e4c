import { child, children } from "../../../../load/reference.ts";
import { textOf } from "../view/api.ts";
import { documentRule } from "../view/define.ts";

/** A version in the address lets two versions live side by side. */
export const versionedBasePath = documentRule(
  "rest/versioned-base-path",
  {
    title: "Addresses without a version",
    level: "warn",
    why: "The next incompatible version needs an address of its own, while clients still call this one.",
    fix: "Put the version into the URL of the server, such as `/api/v1`.",
    profile: "platform",
  },
  (root, { paths }) => {
    if (paths.length === 0 || paths.every(({ path }) => version.test(path))) return null;
    const servers = child(root, "servers");
    return children(servers)
      .filter(([, server]) => !version.test(textOf(server, "url") ?? ""))
      .map(([, server]) => ({
        message: `The server \`${textOf(server, "url") ?? ""}\` has no version in its URL.`,
        at: child(server, "url"),
        part: "value" as const,
        path: ["servers", textOf(server, "url") ?? ""],
        hint: "add one, such as `/v1`",
      }));
  },
);

const version = /\/v\d/i;
