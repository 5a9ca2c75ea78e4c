import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { parse, stringify } from "yaml";

type Members = Record<string, unknown>;

/**
 * An AsyncAPI document whose channels and operations stand in it instead of being referred to. Modelina finds the
 * operations of a channel in no other kind; their messages and schemas stay in their files.
 */
export function bundleAsyncapi(path: string): string {
  const folder = dirname(path);
  const document = parse(readFileSync(path, "utf8")) as Members &
    Record<"channels" | "operations", Members>;
  for (const section of ["channels", "operations"] as const) {
    for (const [name, entry] of Object.entries(document[section])) {
      const [file = "", pointer = ""] = String((entry as Members).$ref ?? "").split("#");
      if (file === "") continue;
      let found: unknown = parse(readFileSync(join(folder, file), "utf8"));
      for (const key of pointer.split("/").slice(1)) found = (found as Members)[key];
      document[section][name] = rebase(found, file);
    }
  }
  return stringify(document, { aliasDuplicateObjects: false });
}

/** References as seen from the entry document; those to channels lead to the channels in it. */
function rebase(value: unknown, file: string): unknown {
  if (Array.isArray(value)) return value.map((item) => rebase(item, file));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (key !== "$ref" || typeof member !== "string") return [key, rebase(member, file)];
      const [target = "", pointer = ""] = member.split("#");
      if (pointer.startsWith("/channels/")) return [key, `#${pointer}`];
      const from = target === "" ? file : posix.join(posix.dirname(file), target);
      return [key, `${from}#${pointer}`];
    }),
  );
}
