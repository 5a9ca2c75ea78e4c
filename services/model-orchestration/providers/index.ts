import { createEmbeddedProvider } from "./embedded.ts";
import { createOpenAiProvider } from "./openai.ts";
import type { ModelProvider } from "./provider.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The model behind `MODEL_BASE_URL`; null where none is set. */
export function externalModelName(env: Environment = process.env): string | null {
  return baseUrlOf(env) === null ? null : (env.MODEL_NAME ?? "default");
}

/** Providers that this process can reach, by name; the endpoint is `MODEL_BASE_URL`, its key `MODEL_API_KEY`. */
export function providersOf(
  env: Environment = process.env,
): Readonly<Record<string, ModelProvider>> {
  const embedded = createEmbeddedProvider();
  const baseUrl = baseUrlOf(env);
  if (baseUrl === null) return { [embedded.name]: embedded };
  const external = createOpenAiProvider({ baseUrl, apiKey: env.MODEL_API_KEY || null });
  return { [embedded.name]: embedded, [external.name]: external };
}

function baseUrlOf(env: Environment): string | null {
  return env.MODEL_BASE_URL?.trim() || null;
}
