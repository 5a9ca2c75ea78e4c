/** Widest line the printer makes where it has a choice. */
export const lineWidth = 100;

/** Collects lines of code at the right indentation. */
export interface Printer {
  /** Adds code at the current indentation; several lines are indented alike. */
  line(code: string): void;
  /** Adds an empty line. */
  blank(): void;
  /** `head {`, the body one level deeper, `}`; a head that depends on the body is a function. */
  block(head: string | (() => string), body: () => void): void;
  /** `if (a && b) {`, one condition a line where they do not fit on one. */
  when(conditions: readonly string[], body: () => void): void;
  /** `} else if (a && b) {` or, without conditions, `} else {` in place of the brace that ends a block. */
  otherwise(conditions: readonly string[], body: () => void): void;
  /** `prefix(arg, arg)suffix` on one line if it fits, else one argument a line. */
  call(prefix: string, args: readonly string[], suffix?: string): void;
  /** Columns left on a line at the current indentation. */
  readonly room: number;
  /** Everything so far, without a final line break. */
  text(): string;
}

/** An empty printer; two spaces a level. */
export function createPrinter(): Printer {
  let lines: string[] = [];
  let level = 0;
  /** The last `if` that took in the condition of a lone `if` inside it, and how it was before. */
  let joinedIf: { at: number; end: number; nested: readonly string[] } | null = null;
  /** What `body` prints, one level deeper. */
  const capture = (body: () => void): readonly string[] => {
    const outer = lines;
    lines = [];
    joinedIf = null;
    level++;
    body();
    level--;
    const inner = lines;
    lines = outer;
    joinedIf = null;
    return inner;
  };
  const enclose = (head: string, body: readonly string[]) => {
    printer.line(`${head} {`);
    lines.push(...body);
    printer.line("}");
  };
  const printer: Printer = {
    line(code) {
      for (const part of code.split("\n")) lines.push(part === "" ? "" : indent(part, level));
    },
    blank() {
      lines.push("");
    },
    block(head, body) {
      const inner = capture(body);
      const text = typeof head === "string" ? head : head();
      if (text === "") printer.line("{");
      else printer.line(`${text} {`);
      lines.push(...inner);
      printer.line("}");
    },
    when(conditions, body) {
      const inner = capture(body);
      const only = onlyCondition(inner, level + 1);
      const joined = only === null ? "" : conditional("if", [...conditions, only], printer.room);
      const at = lines.length;
      enclose(conditional("if", conditions, printer.room), inner);
      if (only === null || joined.includes("\n")) return;
      const nested = lines.splice(at);
      enclose(joined, inner.slice(1, -1).map(outdent));
      joinedIf = { at, end: lines.length, nested };
    },
    otherwise(conditions, body) {
      // What was put into one condition has to come apart again: its `else` belongs to the outer one.
      if (joinedIf?.end === lines.length)
        lines.splice(joinedIf.at, lines.length, ...joinedIf.nested);
      lines.pop();
      const inner = capture(body);
      if (conditions.length > 0) {
        enclose(conditional("} else if", conditions, printer.room), inner);
      } else if (isOneIf(inner, level + 1)) {
        const [head = "", ...rest] = inner.map(outdent);
        lines.push(`${"  ".repeat(level)}} else ${head.trimStart()}`, ...rest);
      } else {
        enclose("} else", inner);
      }
    },
    call(prefix, args, suffix = "") {
      const flat = `${prefix}(${args.join(", ")})${suffix}`;
      if (flat.length <= printer.room || args.length === 0) return printer.line(flat);
      printer.line(`${prefix}(`);
      level++;
      for (const arg of args) printer.line(`${arg},`);
      level--;
      printer.line(`)${suffix}`);
    },
    get room() {
      return lineWidth - level * 2;
    },
    text: () => lines.join("\n"),
  };
  return printer;
}

/** Whether the lines are one `if` with all its branches and nothing else. */
function isOneIf(lines: readonly string[], level: number): boolean {
  const margin = "  ".repeat(level);
  const outer = lines.filter((line) => line.startsWith(margin) && !line.startsWith(`${margin} `));
  return (
    outer[0]?.startsWith(`${margin}if (`) === true &&
    outer.at(-1) === `${margin}}` &&
    outer
      .slice(1, -1)
      .every((line) => line.startsWith(`${margin}} else`) || line.startsWith(`${margin})`))
  );
}

/** The condition of a lone `if` without `else` that fits on one line; null for anything else. */
function onlyCondition(lines: readonly string[], level: number): string | null {
  const margin = "  ".repeat(level);
  const outer = lines.filter((line) => line.startsWith(margin) && !line.startsWith(`${margin} `));
  if (outer.length !== 2 || !isOneIf(lines, level)) return null;
  const condition = /^ *if \((.*)\) \{$/.exec(lines[0] ?? "")?.[1];
  if (condition === undefined) return null;
  return condition.includes(" || ") || condition.includes(" ? ") ? `(${condition})` : condition;
}

function outdent(line: string): string {
  return line.replace(/^ {2}/, "");
}

function conditional(prefix: string, conditions: readonly string[], room: number): string {
  const single = conditions.length === 1;
  const safe = conditions.map((condition) =>
    !single && condition.includes(" || ") && !condition.startsWith("(")
      ? `(${condition})`
      : condition,
  );
  const flat = `${prefix} (${safe.join(" && ")})`;
  if (flat.length + 2 <= room || conditions.length < 2) return flat;
  return `${prefix} (\n${safe.map((condition) => `  ${condition}`).join(" &&\n")}\n)`;
}

/** Code moved right by some levels; empty lines stay empty. */
export function indent(code: string, levels = 1): string {
  return code.replace(/^(?=.)/gm, "  ".repeat(levels));
}

/** `prefix` + items, on one line if it fits, else one item a line: import lists, object literals, unions. */
export function list(open: string, items: readonly string[], close: string, column = 0): string {
  const flat = `${open}${open.endsWith("{") ? " " : ""}${items.join(", ")}${open.endsWith("{") ? " " : ""}${close}`;
  if (!flat.includes("\n") && column + flat.length <= lineWidth) return flat;
  return `${open}\n${items.map((item) => `${indent(item)},\n`).join("")}${close}`;
}
