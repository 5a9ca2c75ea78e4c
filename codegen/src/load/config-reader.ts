import { createDiagnostic } from "../diagnostics/create.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/nearest.ts";
import type { ServiceConfig } from "./config.ts";
import type { SourceDocument } from "./document.ts";
import { append, isObject, segmentsOf } from "./pointer.ts";

/** Reads settings from a YAML file and notes what is wrong with them, each at its place. */
export type SettingsReader = ReturnType<typeof createSettingsReader>;

type Members = Readonly<Record<string, unknown>>;

/** A reader of one file; messages call a setting by its path, `services.api-gateway.port`. */
export function createSettingsReader(document: SourceDocument) {
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
        `${at === "" ? `\`${document.file}\`` : `\`${settingOf(at)}\``} must be a mapping, but it is ${describe(value)}.`,
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
  return segmentsOf(pointer).join(".");
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  return isObject(value) ? "a mapping" : `\`${String(value)}\``;
}
