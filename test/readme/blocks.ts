/** A fenced block of a Markdown file. */
export interface Block {
  readonly language: string;
  readonly content: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** Target of the last link before the block, since the block before; null: there is none. */
  readonly link: string | null;
}

/** The fenced blocks of a Markdown text, in order. */
export function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly language: string; readonly line: number } | null = null;
  let content: string[] = [];
  let link: string | null = null;
  for (const [index, text] of markdown.split("\n").entries()) {
    const fence = /^```(\w*)\s*$/.exec(text);
    if (fence === null) {
      if (open !== null) content.push(text);
      else link = linksOf(text).at(-1) ?? link;
    } else if (open === null) {
      open = { language: fence[1] ?? "", line: index + 1 };
      content = [];
    } else {
      blocks.push({ ...open, content: `${content.join("\n")}\n`, link });
      open = null;
      link = null;
    }
  }
  if (open !== null) throw new Error(`the block of line ${open.line} does not end`);
  return blocks;
}

/** Targets of the links of a text. */
export function linksOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
}
