import { createDiagnostic } from "../diagnostics/create.ts";
import type { Diagnostic, Result } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/nearest.ts";
import { kebabCase } from "../names.ts";
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
}

/** Name of the settings file in the workspace root. */
export const configFile = "berrys.yaml";

type Members = Readonly<Record<string, unknown>>;

/** Checks `berrys.yaml`; null when it has an error. */
export function readConfig(document: SourceDocument): Result<Config | null> {
  const reader = createReader(document);
  const top = reader.object(document.value, "", [
    "name",
    "contracts",
    "output",
    "services",
    "firstCall",
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
  };
  return [reader.diagnostics.length > 0 ? null : config, reader.diagnostics];
}

function readServices(reader: Reader, value: unknown, name: string): readonly ServiceConfig[] {
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

function readService(reader: Reader, id: string, value: unknown, index: number): ServiceConfig {
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

type Reader = ReturnType<typeof createReader>;

function createReader(document: SourceDocument) {
  const diagnostics: Diagnostic[] = [];
  const report = (pointer: string, message: string, hint?: string) => {
    diagnostics.push(
      createDiagnostic("config/invalid", message, document.spanOf(pointer), { hint }),
    );
  };
  const object = (value: unknown, at: string, allowed: readonly string[] | null): Members => {
    if (!isObject(value)) {
      report(
        at,
        `${at === "" ? "`berrys.yaml`" : `\`${settingOf(at)}\``} must be a mapping, but it is ${describe(value)}.`,
      );
      return {};
    }
    for (const key of allowed === null ? [] : Object.keys(value)) {
      if (allowed?.includes(key)) continue;
      const message = `\`${key}\` is no setting${at === "" ? "" : ` of \`${settingOf(at)}\``}.`;
      const hint = didYouMean(key, allowed ?? [], `use one of ${(allowed ?? []).join(", ")}`);
      diagnostics.push(
        createDiagnostic("config/unknown-setting", message, document.spanOf(append(at, key)), {
          hint,
        }),
      );
    }
    return value;
  };
  const string = (members: Members, at: string, key: string, fallback: string | null): string => {
    const value = members[key];
    if (value === undefined && fallback !== null) return fallback;
    if (typeof value === "string" && value !== "") return value;
    const pointer = append(at, key);
    report(pointer, `\`${settingOf(pointer)}\` must be a text, but it is ${describe(value)}.`);
    return fallback ?? "";
  };
  const path = (members: Members, at: string, key: string): string | null => {
    const value = members[key];
    if (value === undefined || value === null) return null;
    const found = string(members, at, key, null)
      .replaceAll("\\", "/")
      .replace(/^(\.\/)+|\/+$/g, "");
    if (/^\/|^[A-Za-z]:/.test(found))
      report(
        append(at, key),
        `\`${key}\` must be a path relative to the workspace, but it is \`${found}\`.`,
      );
    return found;
  };
  const strings = (members: Members, at: string, key: string): readonly string[] => {
    const value = members[key];
    if (value === undefined || value === null) return [];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    report(
      append(at, key),
      `\`${settingOf(append(at, key))}\` must be a list of texts, but it is ${describe(value)}.`,
    );
    return [];
  };
  const paths = (members: Members, at: string, key: string): readonly string[] => {
    const value = members[key];
    if (!Array.isArray(value)) {
      const only = path(members, at, key);
      return only === null ? [] : [only];
    }
    const items = value as readonly unknown[];
    return items.flatMap(
      (_, index) => path({ [index]: items[index] }, append(at, key), String(index)) ?? [],
    );
  };
  const port = (members: Members, at: string, fallback: number): number => {
    const value = members.port ?? fallback;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 999)
      return value;
    report(
      append(at, "port"),
      `\`${settingOf(at)}.port\` must be a whole number from 0 to 999, added to PORT_BASE, but it is ${describe(value)}.`,
    );
    return fallback;
  };
  const oneOf = <T extends string>(
    members: Members,
    at: string,
    key: string,
    allowed: readonly [T, ...T[]],
  ): T => {
    const value = members[key] ?? allowed[0];
    const found = allowed.find((item) => item === value);
    if (found !== undefined) return found;
    report(
      append(at, key),
      `\`${settingOf(append(at, key))}\` must be one of ${allowed.map((item) => JSON.stringify(item)).join(", ")}, but it is ${describe(value)}.`,
    );
    return allowed[0];
  };
  const unique = (
    services: readonly ServiceConfig[],
    key: string,
    value: (service: ServiceConfig) => string,
  ) => {
    const seen = new Map<string, string>();
    for (const service of services) {
      const other = seen.get(value(service));
      if (other === undefined) seen.set(value(service), service.id);
      else
        report(
          append(append("/services", service.id), key),
          `\`${service.id}\` and \`${other}\` have the same ${key} ${value(service)}.`,
          `give each service its own ${key}`,
        );
    }
  };
  return { diagnostics, report, object, string, path, paths, strings, port, oneOf, unique };
}

function settingOf(pointer: string): string {
  return pointer.slice(1).replaceAll("/", ".");
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  return isObject(value) ? "a mapping" : `\`${String(value)}\``;
}
