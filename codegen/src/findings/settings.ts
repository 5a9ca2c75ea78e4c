import type { SettingsReader } from "../load/config-reader.ts";
import { append, isObject } from "../load/pointer.ts";
import type { Level } from "./rule.ts";

/** What settings can make of a rule; `off` leaves its findings out. */
export type RuleLevel = Level | "off";

/** A level for the rules whose id matches. */
export interface RuleSetting {
  /** A rule id, or a glob over ids such as `asyncapi/*`. */
  readonly pattern: string;
  readonly level: RuleLevel;
}

/** Levels that hold for a part of the contracts. */
export interface PathSetting {
  /** A glob over REST path, channel address, message type, RPC name or file. */
  readonly path: string;
  /** The last one that matches wins. */
  readonly rules: readonly RuleSetting[];
}

/** How findings become a verdict: the blocks `breaking` and `lint` of `berrys.yaml`. */
export interface PolicySettings {
  /** The least level that fails the run; default: `error`. */
  readonly failOn: "error" | "warn";
  /** The last one that matches wins. */
  readonly rules: readonly RuleSetting[];
  /** After {@link PolicySettings.rules}; the last one that matches wins. */
  readonly paths: readonly PathSetting[];
  /** File of the baseline; default: `berrys.baseline.json`. */
  readonly baseline: string;
  /** File of the approvals; default: `berrys.approvals.yaml`. */
  readonly approvals: string;
}

/** Categories of `buf breaking`, from the strictest to the mildest. */
export const protoCategories = ["FILE", "PACKAGE", "WIRE_JSON", "WIRE"] as const;

/** One of {@link protoCategories}. */
export type ProtoCategory = (typeof protoCategories)[number];

/** The block `breaking`. */
export interface BreakingSettings extends PolicySettings {
  /** What `--against` is when it is not given; null: it has to be given. */
  readonly against: string | null;
  /** Default: FILE. */
  readonly proto: ProtoCategory;
}

/** Settings of a workspace or document without any. */
export const defaultLint: PolicySettings = {
  failOn: "error",
  rules: [],
  paths: [],
  baseline: "berrys.baseline.json",
  approvals: "berrys.approvals.yaml",
};

/** Settings of a workspace or document without any. */
export const defaultBreaking: BreakingSettings = { ...defaultLint, against: null, proto: "FILE" };

const levels: readonly RuleLevel[] = ["error", "warn", "info", "off"];
const policyKeys = ["failOn", "rules", "paths", "baseline", "approvals"];

/** Reads the block `breaking`; undefined and null give the defaults. */
export function readBreaking(reader: SettingsReader, value: unknown): BreakingSettings {
  const at = "/breaking";
  const members = reader.object(value ?? {}, at, ["against", "proto", ...policyKeys]);
  return {
    against: members.against === undefined ? null : reader.string(members, at, "against", null),
    proto: reader.oneOf(members, at, "proto", protoCategories),
    ...readPolicy(reader, members, at),
  };
}

/** Reads the block `lint`; undefined and null give the defaults. */
export function readLint(reader: SettingsReader, value: unknown): PolicySettings {
  return readPolicy(reader, reader.object(value ?? {}, "/lint", policyKeys), "/lint");
}

type Members = Readonly<Record<string, unknown>>;

function readPolicy(reader: SettingsReader, members: Members, at: string): PolicySettings {
  return {
    failOn: reader.oneOf(members, at, "failOn", ["error", "warn"]),
    rules: readRules(reader, members.rules, append(at, "rules")),
    paths: readPaths(reader, members.paths, append(at, "paths")),
    baseline: reader.path(members, at, "baseline") ?? defaultLint.baseline,
    approvals: reader.path(members, at, "approvals") ?? defaultLint.approvals,
  };
}

/** A mapping from rule to level, or one level for all rules. */
function readRules(reader: SettingsReader, value: unknown, at: string): readonly RuleSetting[] {
  if (value === undefined || value === null) return [];
  const all = levelOf(value);
  if (all !== null) return [{ pattern: "**", level: all }];
  const members = reader.object(value, at, null);
  return Object.entries(members).flatMap(([pattern, given]) => {
    const level = levelOf(given);
    if (level !== null) return [{ pattern, level }];
    reader.report(
      append(at, pattern),
      `The level of \`${pattern}\` must be error, warn, info or off, but it is ${JSON.stringify(given)}.`,
    );
    return [];
  });
}

/** YAML 1.1 readers and people take `off` for false. */
function levelOf(value: unknown): RuleLevel | null {
  return value === false ? "off" : (levels.find((level) => level === value) ?? null);
}

function readPaths(reader: SettingsReader, value: unknown, at: string): readonly PathSetting[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    reader.report(at, "`paths` must be a list of `{ path, rules }`.");
    return [];
  }
  return value.flatMap((item: unknown, index) => {
    const here = append(at, index);
    if (!isObject(item)) {
      reader.report(here, "An entry of `paths` must be a mapping with `path` and `rules`.");
      return [];
    }
    const members = reader.object(item, here, ["path", "rules"]);
    if (members.rules === undefined) {
      reader.report(here, "An entry of `paths` needs `rules`: levels by rule, or one level.");
    }
    const path = reader.string(members, here, "path", null);
    return [{ path, rules: readRules(reader, members.rules, append(here, "rules")) }];
  });
}
