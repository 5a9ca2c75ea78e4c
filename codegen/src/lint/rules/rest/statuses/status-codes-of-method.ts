import { responseRule } from "../view/define.ts";

const allowed: Readonly<Record<string, readonly string[]>> = {
  get: ["200", "203", "206", "207"],
  head: ["200", "203", "204", "206"],
  options: ["200", "204"],
  put: ["200", "201", "202", "204"],
  patch: ["200", "202", "204"],
  post: ["200", "201", "202", "204", "205", "206", "207"],
  delete: ["200", "202", "204"],
};

/** What each method answers when it succeeds. */
export const statusCodesOfMethod = responseRule(
  "rest/status-codes-of-method",
  {
    title: "A success that does not fit the method",
    level: "warn",
    elsewhere: "info",
    why: "A GET that answers 201 says that it created something; clients, caches and monitors take it at its word.",
    fix: "GET answers 200; POST 200, 201, 202 or 204; PUT 200, 201, 202 or 204; PATCH and DELETE 200, 202 or 204.",
  },
  ({ response: { status }, operation: { method, label } }) => {
    const fitting = allowed[method];
    if (!/^2\d\d$/.test(status) || fitting === undefined || fitting.includes(status)) return null;
    return {
      message: `\`${label}\` answers \`${status}\`, which does not fit ${method.toUpperCase()}.`,
      hint: `use one of ${fitting.map((code) => `\`${code}\``).join(", ")}`,
    };
  },
);
