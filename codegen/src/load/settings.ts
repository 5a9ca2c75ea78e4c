import type { Diagnostic, Result } from "../diagnostics/diagnostic.ts";
import { type Config, configFile, readConfig, type ServiceConfig } from "./config.ts";
import { parseSource } from "./document.ts";

export type { Config, ServiceConfig };

/** Checks the text of `berrys.yaml` alone, without the contracts it names; null when it has an error. */
export function readSettings(text: string): Result<Config | null> {
  const [document, problems] = parseSource(configFile, text);
  if (document === null) return [null, problems];
  const [config, findings] = readConfig(document);
  const diagnostics: readonly Diagnostic[] = [...problems, ...findings];
  return [config, diagnostics];
}
