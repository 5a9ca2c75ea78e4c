import jsonata from "jsonata";
import { type BuiltInTool, defaultLimits, ToolFailure, text } from "./tool.ts";

export const transformer: BuiltInTool = {
  toolId: "0195e000-0000-7000-8000-000000000202",
  name: "json_transformer",
  description: "Selects, reshapes and aggregates JSON with a JSONata expression.",
  version: "1.0.0",
  capabilities: ["data_transformation", "data_analysis"],
  parametersSchema: {
    type: "object",
    required: ["expression", "input"],
    additionalProperties: false,
    properties: {
      expression: {
        type: "string",
        minLength: 1,
        maxLength: 10000,
        description: "JSONata expression.",
      },
      input: { description: "What the expression is applied to." },
    },
  },
  resultSchema: { type: "object", required: ["output"], properties: { output: {} } },
  limits: defaultLimits,
  run: async (parameters) => {
    try {
      const output: unknown = await jsonata(text(parameters, "expression")).evaluate(
        parameters.input,
      );
      return { output: output ?? null };
    } catch (cause) {
      if (cause instanceof ToolFailure) throw cause;
      const { message, position } = cause as {
        readonly message?: string;
        readonly position?: number;
      };
      const where = position === undefined ? "" : ` at character ${position}`;
      throw new ToolFailure(`The expression failed${where}: ${message ?? String(cause)}`, {
        cause,
      });
    }
  },
};
