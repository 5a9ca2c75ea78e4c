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
  const lines: string[] = [];
  let level = 0;
  const printer: Printer = {
    line(code) {
      for (const part of code.split("\n")) lines.push(part === "" ? "" : indent(part, level));
    },
    blank() {
      lines.push("");
    },
    block(head, body) {
      const at = lines.length;
      level++;
      body();
      level--;
      const text = typeof head === "string" ? head : head();
      lines.splice(
        at,
        0,
        ...(text === "" ? "{" : `${text} {`).split("\n").map((line) => indent(line, level)),
      );
      printer.line("}");
    },
    when(conditions, body) {
      printer.block(conditional("if", conditions, printer.room), body);
    },
    otherwise(conditions, body) {
      lines.pop();
      const head =
        conditions.length === 0 ? "} else" : conditional("} else if", conditions, printer.room);
      printer.block(head, body);
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

function conditional(prefix: string, conditions: readonly string[], room: number): string {
  const flat = `${prefix} (${conditions.join(" && ")})`;
  if (flat.length + 2 <= room || conditions.length < 2) return flat;
  return `${prefix} (\n${conditions.map((condition) => `  ${condition}`).join(" &&\n")}\n)`;
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
