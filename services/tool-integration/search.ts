/** What a search looks at. */
export interface Searchable {
  readonly name: string;
  readonly description: string;
  readonly capabilities: readonly string[];
}

export interface Search {
  /** Words in name or description, each of which counts; empty: any. */
  readonly query: string;
  /** Capabilities of which a tool needs one; empty: any. */
  readonly capabilities: readonly string[];
}

export interface Match<Tool> {
  readonly tool: Tool;
  /** Share of words and capabilities that fit, from 0 to 1; 1 where nothing was asked for. */
  readonly score: number;
}

/** Tools that fit, best first, then by name. Every tool fits an empty search. */
export function searchTools<Tool extends Searchable>(
  tools: readonly Tool[],
  { query, capabilities }: Search,
): readonly Match<Tool>[] {
  const words = [...new Set(query.toLowerCase().split(/\W+/).filter(Boolean))];
  return tools
    .map((tool) => ({ tool, score: scoreOf(tool, words, capabilities) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.tool.name.localeCompare(b.tool.name));
}

function scoreOf(
  tool: Searchable,
  words: readonly string[],
  capabilities: readonly string[],
): number {
  const text = `${tool.name.replaceAll("_", " ")} ${tool.description}`.toLowerCase();
  const foundWords = words.filter((word) => text.includes(word)).length;
  const foundCapabilities = capabilities.filter((wanted) =>
    tool.capabilities.includes(wanted),
  ).length;
  if (words.length > 0 && foundWords === 0) return 0;
  if (capabilities.length > 0 && foundCapabilities === 0) return 0;
  const asked = words.length + capabilities.length;
  return asked === 0 ? 1 : (foundWords + foundCapabilities) / asked;
}
