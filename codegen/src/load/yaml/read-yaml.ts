import { readBlockDocument } from "./block.ts";
import type { YamlNode } from "./places.ts";
import { UnusualYaml } from "./scalars.ts";

/**
 * Reads YAML of the usual form, several times faster than a parser of all of YAML; null for everything else, mistakes
 * included, which the full parser reads or explains.
 */
export function readYaml(text: string): YamlNode | null {
  if (strange.test(text)) return null;
  try {
    return readBlockDocument(text);
  } catch (error) {
    if (error instanceof UnusualYaml) return null;
    throw error;
  }
}

/** Tabs, carriage returns and other control characters, directives, and marks of further documents. */
const strange = /[[\p{Cc}\ufeff]--\n]|^%|^\.\.\.|\n(?:---|\.\.\.|%)|^---(?!\n)/v;
