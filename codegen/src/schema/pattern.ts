import { stringLiteral } from "../emit/literals.ts";

/** A pattern of a contract as code. */
export interface CompiledPattern {
  /** Expression that makes the regular expression. */
  readonly literal: string;
  readonly regex: RegExp;
}

/**
 * Compiles a pattern with the `u` flag, and without it if only that works (`^[\w-.]+$` is common in the wild).
 * Throws a SyntaxError if neither does.
 */
export function compilePattern(pattern: string): CompiledPattern {
  const flags = compiles(pattern, "u") ? "u" : "";
  const regex = new RegExp(pattern, flags);
  return { regex, literal: isPlain(pattern) ? String(regex) : constructed(pattern, flags) };
}

/** Whether a pattern can be compiled at all. */
export function isPattern(pattern: string): boolean {
  return compiles(pattern, "u") || compiles(pattern, "");
}

function compiles(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}

/** Compilers check literals against their own idea of the syntax; only plain ones are left to them. */
function isPlain(pattern: string): boolean {
  return (
    compiles(pattern, "u") && /^[\x20-\x7e]+$/.test(pattern) && !/\(\?(?!:)|\\[pPk]/.test(pattern)
  );
}

function constructed(pattern: string, flags: string): string {
  return flags === ""
    ? `new RegExp(${stringLiteral(pattern)})`
    : `new RegExp(${stringLiteral(pattern)}, "${flags}")`;
}
