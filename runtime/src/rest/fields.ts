import { BerrysError } from "../errors.ts";
import { isObject } from "../validation.ts";

/** Members that are asked for; null: the member with everything in it. */
export interface Selection {
  readonly [member: string]: Selection | null;
}

/** Reads `fields`, each text once: clients ask for the same again and again. */
export interface FieldsReader {
  /** Throws 422 that names every path which is not there. */
  read(fields: readonly string[]): Selection;
}

/** Selections that are remembered for an operation. */
const maxRemembered = 64;
/** Paths that a refusal names. */
const maxNamed = 40;

/** `known`: what may be asked for, as in the definition; null: anything. */
export function createFieldsReader(known: readonly string[] | null): FieldsReader {
  const remembered = new Map<string, Selection>();
  const exact = new Set(known);
  const open = (known ?? []).filter((path) => path.endsWith("*")).map((path) => path.slice(0, -1));
  const isKnown = (path: string): boolean =>
    known === null || exact.has(path) || open.some((prefix) => path.startsWith(prefix));
  return {
    read: (fields) => {
      const text = fields.join(",");
      const found = remembered.get(text);
      if (found !== undefined) return found;
      const wrong = fields.flatMap((path, index) => (isKnown(path) ? [] : [{ path, index }]));
      if (wrong.length > 0) throw unknownFields(wrong, known ?? []);
      const selection = selectionOf(fields);
      if (remembered.size >= maxRemembered) remembered.clear();
      remembered.set(text, selection);
      return selection;
    },
  };
}

function unknownFields(
  wrong: readonly { readonly path: string; readonly index: number }[],
  known: readonly string[],
): BerrysError {
  const names = known.filter((path) => !path.endsWith("*"));
  const more = names.length > maxNamed ? ` and ${names.length - maxNamed} more` : "";
  const expected = `one of ${names.slice(0, maxNamed).join(", ")}${more}`;
  const violations = wrong.map(({ path, index }) => ({
    pointer: `/query/fields/${index}`,
    keyword: "enum",
    expected,
    got: JSON.stringify(path),
  }));
  return new BerrysError(
    "invalid_argument",
    `The answer has no ${wrong.map(({ path }) => `\`${path}\``).join(", ")}: \`fields\` takes ${expected}.`,
    { details: { violations } },
  );
}

/** A member that is asked for as a whole wins over parts of it. */
function selectionOf(fields: readonly string[]): Selection {
  const root: Record<string, Selection | null> = Object.create(null);
  for (const path of fields) {
    let at = root;
    const names = path.split(".");
    for (const [index, name] of names.entries()) {
      if (at[name] === null) break;
      if (index === names.length - 1) at[name] = null;
      else {
        const inner: Record<string, Selection | null> = at[name] ?? Object.create(null);
        at[name] = inner;
        at = inner;
      }
    }
  }
  return root;
}

/** What is selected of a value; the items of an array each for themselves. */
export function select(value: unknown, selection: Selection): unknown {
  if (Array.isArray(value)) return value.map((item) => select(item, selection));
  if (!isObject(value)) return value;
  // Without a prototype, a member named `__proto__` is one like others.
  const kept: Record<string, unknown> = Object.create(null);
  for (const name in selection) {
    if (!Object.hasOwn(value, name)) continue;
    const inner = selection[name];
    kept[name] = inner == null ? value[name] : select(value[name], inner);
  }
  return kept;
}
