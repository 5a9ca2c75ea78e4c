import { operationRule } from "../view/define.ts";

/** TRACE sends the request back, secrets included. */
export const noTrace = operationRule(
  "rest/no-trace",
  {
    title: "The method TRACE",
    level: "warn",
    why: "TRACE returns the request with its cookies and tokens, which scripts could read; most proxies and all browsers refuse it.",
    fix: "Remove the operation.",
  },
  ({ method, label }) =>
    method === "trace"
      ? { message: `\`${label}\` offers TRACE, which proxies and browsers refuse.` }
      : null,
);
