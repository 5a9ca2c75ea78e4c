import { type BuiltInTool, defaultLimits, text } from "./tool.ts";

export const textStatistics: BuiltInTool = {
  toolId: "0195e000-0000-7000-8000-000000000203",
  name: "text_statistics",
  description: "Counts characters, words, sentences and frequent words of a text.",
  version: "1.0.0",
  capabilities: ["research", "report_writing"],
  parametersSchema: {
    type: "object",
    required: ["text"],
    additionalProperties: false,
    properties: {
      text: { type: "string", minLength: 1, maxLength: 1000000, description: "The text." },
    },
  },
  resultSchema: {
    type: "object",
    required: ["characters", "words", "sentences", "frequent_words"],
    properties: {
      characters: { type: "integer" },
      words: { type: "integer" },
      sentences: { type: "integer" },
      reading_minutes: { type: "number" },
      frequent_words: { type: "array", items: { type: "object" } },
    },
  },
  limits: defaultLimits,
  run: async (parameters) => {
    const content = text(parameters, "text");
    const words = segments(content, "word").map((word) => word.toLowerCase());
    const counts = new Map<string, number>();
    for (const word of words) if (word.length > 3) counts.set(word, (counts.get(word) ?? 0) + 1);
    const frequent = [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).slice(0, 10);
    return {
      characters: [...content].length,
      words: words.length,
      sentences: segments(content, "sentence").length,
      reading_minutes: Math.round((words.length / 200) * 10) / 10,
      frequent_words: frequent.map(([word, count]) => ({ word, count })),
    };
  },
};

function segments(content: string, granularity: "word" | "sentence"): readonly string[] {
  const found = [...new Intl.Segmenter("en", { granularity }).segment(content)];
  return found
    .filter((part) =>
      granularity === "word" ? part.isWordLike === true : part.segment.trim() !== "",
    )
    .map((part) => part.segment);
}
