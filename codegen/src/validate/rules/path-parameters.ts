import { createDiagnostic } from "../../diagnostics/create.ts";
import { didYouMean } from "../../diagnostics/nearest.ts";
import type { Rule } from "../rule.ts";

/** Every `{name}` of a path is declared, and every declared path parameter has its place. */
export const pathParameters: Rule = ({ loaded, built }) =>
  built.model.restOperations.flatMap(({ method, path, parameters, origin }) => {
    const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? "");
    const declared = parameters
      .filter((parameter) => parameter.in === "path")
      .map(({ name }) => name);
    const title = `${method.toUpperCase()} ${path}`;
    const say = (text: string, hint: string | undefined) =>
      createDiagnostic("validate/undeclared-path-parameter", text, loaded.sources.spanOf(origin), {
        hint,
      });
    return [
      ...inPath
        .filter((name) => !declared.includes(name))
        .map((name) =>
          say(
            `\`${title}\` does not declare its path parameter \`${name}\`.`,
            didYouMean(name, declared, "add it to `parameters` with `in: path`"),
          ),
        ),
      ...declared
        .filter((name) => !inPath.includes(name))
        .map((name) =>
          say(
            `\`${title}\` declares the path parameter \`${name}\`, which is not part of the path.`,
            didYouMean(name, inPath),
          ),
        ),
    ];
  });
