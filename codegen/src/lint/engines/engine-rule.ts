import type { Level, Rule } from "../../findings/rule.ts";
import { redoclyLevels } from "./redocly-rules.ts";

/** The rule behind an id of an engine, e.g. `buf/ENUM_ZERO_VALUE_SUFFIX`; null: no engine has such ids. */
export function engineRule(id: string): Rule | null {
  const slash = id.indexOf("/");
  const name = id.slice(slash + 1);
  switch (id.slice(0, Math.max(0, slash))) {
    case "buf":
      return /^[A-Z0-9_]+$/.test(name) ? bufRule(name) : null;
    case "asyncapi-parser":
      return asyncapiRule(name);
    case "redocly":
      return redoclyRule(name);
    default:
      return null;
  }
}

function bufRule(name: string): Rule {
  return {
    title: `buf lint: ${name.toLowerCase().replaceAll("_", " ")}`,
    level: "error",
    why: `\`buf lint\` checks \`${name}\`, because \`buf.yaml\` (or buf's default) asks for it.`,
    fix: `Do as the message says (https://buf.build/docs/lint/rules/#${name.toLowerCase()}), or take the rule out of \`lint\` in \`buf.yaml\`.`,
  };
}

function asyncapiRule(name: string): Rule {
  return {
    title: `AsyncAPI parser: ${words(name.replace(/^asyncapi[23]?-/, ""))}`,
    level: asyncapiLevel(name),
    why: "Other tools read the document as the AsyncAPI specification says, and refuse or misread it here.",
    fix: "Do as the message says (https://www.asyncapi.com/docs/reference/specification/latest).",
  };
}

/** Style that the parser recommends; all else is about validity. */
const recommended =
  /^asyncapi(2?-(tags|server-no-|channel-no-(empty|trailing)|operation-operationId$|message-messageId$)|-(id|defaultContentType|info-|servers$))/;

function asyncapiLevel(name: string): Level {
  if (name === "asyncapi2-unused-securityScheme") return "info";
  return recommended.test(name) ? "info" : "error";
}

function redoclyRule(name: string): Rule {
  return {
    title: `Redocly: ${words(name)}`,
    level: (Object.hasOwn(redoclyLevels, name) ? redoclyLevels[name] : undefined) ?? "warn",
    why:
      name === "struct"
        ? "The document is no valid OpenAPI here, so other tools refuse or misread it."
        : "Redocly's linter, which we run for validity and common style, questions this.",
    fix: `Do as the message says (https://redocly.com/docs/cli/rules/oas/${name}), or set the rule in \`redocly.yaml\`.`,
  };
}

function words(name: string): string {
  return name.replaceAll("-", " ").replaceAll(/([a-z])([A-Z])/g, "$1 $2");
}
