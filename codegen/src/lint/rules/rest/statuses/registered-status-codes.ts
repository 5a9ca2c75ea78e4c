import { responseRule } from "../view/define.ts";
import { registered } from "../view/statuses.ts";

/** Clients and proxies know the statuses that IANA lists. */
export const registeredStatusCodes = responseRule(
  "rest/registered-status-codes",
  {
    title: "A status that is not registered",
    level: "warn",
    why: "Clients, proxies and generators treat an unlisted status as the first of its class, so what is special about it is lost.",
    fix: "Use a status of the IANA registry.",
  },
  ({ response: { status } }) =>
    /^\d{3}$/.test(status) && !registered.has(status)
      ? {
          message: `\`${status}\` is no registered HTTP status.`,
          hint: `\`${status[0]}00\` says the same`,
        }
      : null,
);
