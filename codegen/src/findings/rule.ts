/** How much a finding matters: `error` fails the run, `warn` fails it on request, `info` is for reading. */
export type Level = "error" | "warn" | "info";

/** What kind of contract a rule looks at; `workspace` is for rules across contracts. */
export type ContractKind = "openapi" | "asyncapi" | "proto" | "graphql" | "schema" | "workspace";

/**
 * Which side of a value the described party stands on. A reader takes what others wrote by the old contract (request
 * bodies, parameters, received messages); a writer makes what others read by the old contract (responses, sent messages).
 */
export type Role = "reader" | "writer" | "both";

/** One rule of the catalog: what `berrys explain` and the table in the documentation tell. */
export interface Rule {
  /** The change or mistake in a few words, e.g. `A request property became required`. */
  readonly title: string;
  /** Level where nothing else is set; by role where it depends on the direction (`both` is the worse of the two). */
  readonly level: Level | { readonly reader: Level; readonly writer: Level };
  /** Who fails and how: which old party sends or expects what, e.g. `Clients that leave the property out are refused with 422.` */
  readonly why: string;
  /** How to change it safely instead, as an action. */
  readonly fix: string;
}

/** Rules by id: `<group>/<kebab-name>`, stable for ever. */
export type Rules<Id extends string = string> = Readonly<Record<Id, Rule>>;

/** The level of a rule for a role. */
export function levelOf({ level }: Rule, role: Role): Level {
  if (typeof level === "string") return level;
  return role === "both" ? worse(level.reader, level.writer) : level[role];
}

const order: readonly Level[] = ["info", "warn", "error"];

/** The more serious of two levels. */
export function worse(a: Level, b: Level): Level {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}
