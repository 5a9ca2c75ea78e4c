import { child, children } from "../../../../load/reference.ts";
import { textOf } from "../view/api.ts";
import { documentRule } from "../view/define.ts";

/** Credentials travel encrypted. */
export const httpsServers = documentRule(
  "rest/https-servers",
  {
    title: "A server without encryption",
    level: "warn",
    why: "Credentials and data can be read and changed on the way.",
    fix: "Write `https://`, or a path such as `/api/v1`.",
  },
  (root) =>
    children(child(root, "servers"))
      .map(([, server]) => ({ at: child(server, "url"), url: textOf(server, "url") ?? "" }))
      .filter(({ url }) => /^http:\/\//i.test(url) && !local.test(url))
      .map(({ at, url }) => ({
        message: `The server \`${url}\` is not encrypted.`,
        at,
        part: "value" as const,
        path: ["servers", url],
        hint: `write \`${url.replace(/^http/i, "https")}\``,
      })),
);

const local =
  /^http:\/\/(localhost|127\.|\[::1\]|0\.0\.0\.0|host\.docker\.internal|[^/]*\.(local|localhost|test|internal)\b|\{)/i;
