import { type BuiltInTool, defaultLimits, ToolFailure, text } from "./tool.ts";

export const reportWriter: BuiltInTool = {
  toolId: "0195e000-0000-7000-8000-000000000204",
  name: "report_writer",
  description: "Writes a Markdown report from a title and sections.",
  version: "1.0.0",
  capabilities: ["report_writing"],
  parametersSchema: {
    type: "object",
    required: ["title", "sections"],
    additionalProperties: false,
    properties: {
      title: { type: "string", minLength: 1, maxLength: 300, description: "Title of the report." },
      sections: {
        type: "array",
        maxItems: 200,
        description: "Sections in order.",
        items: {
          type: "object",
          required: ["heading", "content"],
          properties: { heading: { type: "string", minLength: 1 }, content: { type: "string" } },
        },
      },
    },
  },
  resultSchema: {
    type: "object",
    required: ["markdown", "sections"],
    properties: { markdown: { type: "string" }, sections: { type: "integer" } },
  },
  limits: defaultLimits,
  run: async (parameters) => {
    const sections = parameters.sections;
    if (!Array.isArray(sections)) throw new ToolFailure("Parameter `sections` must be a list");
    const parts = sections.map((section: Readonly<Record<string, unknown>>) => {
      // A section's own headings move below the report's.
      const content = String(section.content ?? "").replace(/^(#{1,4}) /gm, "##$1 ");
      return `## ${text(section, "heading")}\n\n${content.trim()}\n`;
    });
    const contents = sections.map(
      (section: Readonly<Record<string, unknown>>) => `- ${String(section.heading)}`,
    );
    const markdown = [
      `# ${text(parameters, "title")}\n`,
      `${contents.join("\n")}\n`,
      ...parts,
    ].join("\n");
    return { markdown, sections: sections.length };
  },
};
