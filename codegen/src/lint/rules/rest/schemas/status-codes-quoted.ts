import { parsedText } from "../../../fix/parsed-text.ts";
import { responseRule } from "../view/define.ts";

/** YAML reads `200` as a number, and keys of JSON are texts. */
export const statusCodesQuoted = responseRule(
  "rest/status-codes-quoted",
  {
    title: "A status that is a number",
    level: "info",
    why: "OpenAPI asks for quotes, so that YAML and JSON agree; some tools lose responses whose key is a number.",
    fix: "Write the status in quotes.",
  },
  ({ response: { status, entry } }, _api, { sources }) => {
    if (!/^\d+$/.test(status) || entry.file.endsWith(".json")) return null;
    const file = parsedText(sources, entry.file);
    const key = file?.find(entry.pointer)?.key ?? null;
    if (file === null || key === null) return null;
    if (file.text.slice(key.start, key.end) !== status) return null;
    return {
      message: `The status \`${status}\` is a number.`,
      hint: `write \`"${status}"\``,
      fix: [{ file: entry.file, start: key.start, end: key.end, text: `"${status}"` }],
    };
  },
);
