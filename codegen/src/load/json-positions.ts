/** Offsets of a member: of its key where it has one, and of its value. Ends are exclusive. */
export interface JsonMember {
  readonly key: readonly [start: number, end: number] | null;
  readonly value: readonly [start: number, end: number];
}

/** Finds members of a JSON text that `JSON.parse` accepts; each object or array is looked through once, when asked for. */
export interface JsonPositions {
  readonly root: JsonMember;
  /** The member of the object or array at `parent` that a segment names; null: there is none. */
  member(parent: JsonMember, segment: string): JsonMember | null;
}

/** Positions in a text. Where a key is repeated, the last one counts, as in `JSON.parse`. */
export function createJsonPositions(text: string): JsonPositions {
  const start = skipSpace(text, 0);
  const root: JsonMember = { key: null, value: [start, endOfValue(text, start)] };
  const known = new Map<number, ReadonlyMap<string, JsonMember>>();
  const member = (parent: JsonMember, segment: string): JsonMember | null => {
    const [at] = parent.value;
    let members = known.get(at);
    if (members === undefined) {
      members = membersAt(text, at);
      known.set(at, members);
    }
    return members.get(segment) ?? null;
  };
  return { root, member };
}

function membersAt(text: string, start: number): ReadonlyMap<string, JsonMember> {
  const members = new Map<string, JsonMember>();
  const open = text[start];
  if (open !== "{" && open !== "[") return members;
  const close = open === "{" ? "}" : "]";
  let at = skipSpace(text, start + 1);
  for (let index = 0; text[at] !== close && at < text.length; index += 1) {
    let name = String(index);
    let key: JsonMember["key"] = null;
    if (open === "{") {
      const end = endOfString(text, at);
      key = [at, end];
      name = String(JSON.parse(text.slice(at, end)));
      at = skipSpace(text, skipSpace(text, end) + 1);
    }
    const end = endOfValue(text, at);
    members.set(name, { key, value: [at, end] });
    at = skipSpace(text, end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return members;
}

const space: ReadonlySet<string | undefined> = new Set([" ", "\n", "\r", "\t"]);

function skipSpace(text: string, from: number): number {
  let at = from;
  while (space.has(text[at])) at += 1;
  return at;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let before = quote;
  while (text[before - 1] === "\\") before -= 1;
  return (quote - before) % 2 === 1;
}

function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first !== "{" && first !== "[") {
    let end = start;
    while (/[-+.\w]/.test(text[end] ?? "")) end += 1;
    return end;
  }
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"') at = endOfString(text, at) - 1;
    else if (letter === "{" || letter === "[") depth += 1;
    else if (letter === "}" || letter === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}
