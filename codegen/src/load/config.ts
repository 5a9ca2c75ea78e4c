import type { Result } from "../diagnostics/diagnostic.ts";
import {
  type BreakingSettings,
  type PolicySettings,
  readBreaking,
  readLint,
} from "../findings/settings.ts";
import { kebabCase } from "../names.ts";
import { createSettingsReader, type SettingsReader } from "./config-reader.ts";
import type { SourceDocument } from "./document.ts";
import { append, isObject } from "./pointer.ts";

/** `services.<id>` of `berrys.yaml`. */
export interface ServiceConfig {
  readonly id: string;
  /** Default: the id. */
  readonly title: string;
  readonly description: string;
  /** Added to `PORT_BASE`; default: the place in the list. */
  readonly port: number;
  readonly packages: readonly string[];
  readonly calls: readonly string[];
  /** Services whose REST operations it calls or passes on; for the verdict who a change hurts. */
  readonly rest: readonly string[];
  /** Default `services/<id>/main.ts`. */
  readonly main: string;
}

/** `berrys.yaml`, checked, with defaults filled in. */
export interface Config {
  readonly name: string;
  /** Paths relative to the workspace; null: the workspace has no such contract. */
  readonly contracts: {
    readonly asyncapi: string | null;
    readonly openapi: string | null;
    readonly proto: string | null;
    /** SDL files, or folders of them; none: the workspace has no GraphQL. */
    readonly graphql: readonly string[];
  };
  readonly output: { readonly dir: string; readonly importExtension: ".ts" | ".js" | "" };
  /** Never empty: without `services` there is one, called like the workspace. */
  readonly services: readonly ServiceConfig[];
  /**
   * A command that shows a first call, printed by `berrys start`: `{<service id>}` becomes the service's base URL,
   * `{api-key}` the development API key. Null: nothing is printed.
   */
  readonly firstCall: string | null;
  /** How `berrys breaking` judges. */
  readonly breaking: BreakingSettings;
  /** How `berrys lint` judges. */
  readonly lint: PolicySettings;
}

/** Name of the settings file in the workspace root. */
export const configFile = "berrys.yaml";

/** Checks `berrys.yaml`; null when it has an error. */
export function readConfig(document: SourceDocument): Result<Config | null> {
  const reader = createSettingsReader(document);
  const top = reader.object(document.value, "", [
    "name",
    "contracts",
    "output",
    "services",
    "firstCall",
    "breaking",
    "lint",
  ]);
  const name = reader.string(top, "", "name", null);
  const contracts = reader.object(top.contracts ?? {}, "/contracts", [
    "asyncapi",
    "openapi",
    "proto",
    "graphql",
  ]);
  const output = reader.object(top.output ?? {}, "/output", ["dir", "importExtension"]);
  const config: Config = {
    name,
    contracts: {
      asyncapi: reader.path(contracts, "/contracts", "asyncapi"),
      openapi: reader.path(contracts, "/contracts", "openapi"),
      proto: reader.path(contracts, "/contracts", "proto"),
      graphql: reader.paths(contracts, "/contracts", "graphql"),
    },
    output: {
      dir: reader.path(output, "/output", "dir") ?? "generated",
      importExtension: reader.oneOf(output, "/output", "importExtension", [".ts", ".js", ""]),
    },
    services: readServices(reader, top.services, name),
    firstCall: top.firstCall === undefined ? null : reader.string(top, "", "firstCall", null),
    breaking: readBreaking(reader, top.breaking),
    lint: readLint(reader, top.lint),
  };
  return [reader.diagnostics.length > 0 ? null : config, reader.diagnostics];
}

function readServices(
  reader: SettingsReader,
  value: unknown,
  name: string,
): readonly ServiceConfig[] {
  const services = isObject(value) ? value : {};
  if (value !== undefined && value !== null) reader.object(value, "/services", null);
  const ids = Object.keys(services);
  if (ids.length === 0) return [defaultService(kebabCase(name) || "service")];
  const found = ids.map((id, index) => readService(reader, id, services[id], index));
  reader.unique(found, "port", ({ port }) => String(port));
  for (const { id, packages } of found) {
    for (const [index, name] of packages.entries()) {
      const other = found.find((service) => service.id !== id && service.packages.includes(name));
      if (other !== undefined && other.id < id) {
        const pointer = append(append("/services", id), `packages`);
        reader.report(
          append(pointer, index),
          `The package \`${name}\` already belongs to the service \`${other.id}\`.`,
        );
      }
    }
  }
  return found;
}

function defaultService(id: string): ServiceConfig {
  return {
    id,
    title: id,
    description: "",
    port: 0,
    packages: [],
    calls: [],
    rest: [],
    main: `services/${id}/main.ts`,
  };
}

function readService(
  reader: SettingsReader,
  id: string,
  value: unknown,
  index: number,
): ServiceConfig {
  const at = append("/services", id);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    reader.report(
      at,
      `The service id \`${id}\` must be kebab-case: lower-case letters, digits and single hyphens.`,
      `write \`${kebabCase(id)}\``,
    );
  }
  const members = reader.object(value ?? {}, at, [
    "title",
    "description",
    "port",
    "packages",
    "calls",
    "rest",
    "main",
  ]);
  return {
    id,
    title: reader.string(members, at, "title", id),
    description: reader.string(members, at, "description", ""),
    port: reader.port(members, at, index),
    packages: reader.strings(members, at, "packages"),
    calls: reader.strings(members, at, "calls"),
    rest: reader.strings(members, at, "rest"),
    main: reader.path(members, at, "main") ?? `services/${id}/main.ts`,
  };
}
