/**
 * The only place that turns contract names into code names. Every function is pure and total:
 * any text, in any script, gives a valid TypeScript identifier (or file name).
 */

const notIdentifier = /[^\p{ID_Continue}]+|_+/u;
const boundaries = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/** `agent.assign_task`, `agentAssignTask` and `Agent-Assign Task` → `AgentAssignTask`. */
export function pascalCase(name: string): string {
  const joined = chunksOf(name).map(capitalize).join("");
  return /^\p{ID_Start}/u.test(joined) ? joined : `_${joined}`;
}

/** `agent.assign_task` → `agentAssignTask`, `HTTPServer` → `httpServer`. */
export function camelCase(name: string): string {
  const [first = "", ...rest] = wordsOf(name);
  const joined = [first.toLowerCase(), ...rest.map(capitalize)].join("");
  return /^\p{ID_Start}/u.test(joined) ? joined : `_${joined}`;
}

/** `agent.assign_task` → `agent-assign-task`; an empty string when the name has no letter or digit. */
export function kebabCase(name: string): string {
  return wordsOf(name).join("-").toLowerCase();
}

/** {@link camelCase} that may stand as the name of a variable: reserved words get a trailing `_`. */
export function constName(name: string): string {
  const camel = camelCase(name);
  return reservedWords.has(camel) ? `${camel}_` : camel;
}

/** {@link pascalCase} that may stand as the name of a type: names that emitted code needs itself get `Value` appended. */
export function typeName(name: string): string {
  const pascal = pascalCase(name);
  return globalTypes.has(pascal) ? `${pascal}Value` : pascal;
}

/** The name of an output module from a contract name, never empty. */
export function moduleName(name: string): string {
  return kebabCase(name) || "unnamed";
}

/** Name of the data type of a message whose payload is inline: `ProjectCreatedData`. */
export const dataTypeName = (message: string): string => `${message}Data`;
/** Name of the data type of an older version of a message whose payload is inline: `ProjectCreatedDataV1`. */
export const previousTypeName = (message: string, version: number): string =>
  `${dataTypeName(message)}V${version}`;
/** Name of the reply's data type of a command whose reply is inline: `ModelExecuteReplyData`. */
export const replyTypeName = (message: string): string => `${message}ReplyData`;
/** Name of an inline request body: `CreateProjectBody`. */
export const bodyTypeName = (operation: string): string => `${operation}Body`;
/** Name of the type of everything a REST operation receives: `CreateProjectRequest`. */
export const requestTypeName = (operation: string): string => `${operation}Request`;
/** Name of the type a REST handler returns: `CreateProjectResult`. */
export const resultTypeName = (operation: string): string => `${operation}Result`;
/** Name of an inline response body: `CreateProjectResponse`, `CreateProject202Response`. */
export const responseTypeName = (operation: string, status: string): string =>
  `${operation}${capitalize(status)}Response`;
/** A channel's name without the kind it repeats: `agent_commands` → `agent` for a command channel. */
export function channelBase(channel: string, kind: "event" | "command"): string {
  const words = wordsOf(channel);
  const last = words.at(-1)?.toLowerCase();
  const repeats = words.length > 1 && (last === kind || last === `${kind}s`);
  return repeats ? words.slice(0, -1).join("_") : channel;
}

/** Name of the union of a channel's messages: `ProjectEvent`, `AgentCommand`. */
export const channelUnionName = (channel: string, kind: "event" | "command"): string =>
  `${pascalCase(channelBase(channel, kind))}${kind === "event" ? "Event" : "Command"}`;
/** Name of the handler of a whole channel: `projectEvents`, `agentCommands`. */
export const channelHandlerName = (channel: string, kind: "event" | "command"): string =>
  `${camelCase(channelBase(channel, kind))}${kind === "event" ? "Events" : "Commands"}`;
/** Output module of a channel: `events/project`, `commands/agent`. */
export const channelModule = (channel: string, kind: "event" | "command"): string =>
  `${kind}s/${moduleName(channelBase(channel, kind))}`;

/** How protobuf-es exports the service, message or enum of this name: reserved words get a trailing `$`. */
export function protoExportName(name: string): string {
  return protoReservedNames.has(name) ? `${name}$` : name;
}

/** How protobuf-es calls a method: `CreatePlan` → `createPlan`; names that every object has get a trailing `$`. */
export function rpcMethodName({ name }: { readonly name: string }): string {
  const own = name.slice(name.lastIndexOf(".") + 1);
  const local = own.charAt(0).toLowerCase() + own.slice(1);
  return protoReservedMembers.has(local) ? `${local}$` : local;
}

function chunksOf(name: string): readonly string[] {
  return name
    .normalize("NFC")
    .split(notIdentifier)
    .filter((chunk) => chunk !== "");
}

function wordsOf(name: string): readonly string[] {
  return chunksOf(name).flatMap((chunk) => chunk.split(boundaries));
}

function capitalize(word: string): string {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
  return word === "" ? "" : first.toUpperCase() + word.slice(first.length);
}

const reservedWords: ReadonlySet<string> = new Set(
  `arguments as async await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for function if implements import in instanceof interface let new null of package private protected public
  return static super switch this throw true try typeof undefined var void while with yield`.split(
    /\s+/,
  ),
);

// protobuf-es's own list, which is neither TypeScript's nor ours.
const protoReservedNames: ReadonlySet<string> = new Set(
  `break case catch class const continue debugger default delete do else export extends false finally for function if
  import in instanceof new null return super switch this throw true try typeof var void while with yield enum implements
  interface let package private protected public static Object bigint number boolean string object globalThis Uint8Array
  Partial`.split(/\s+/),
);
const protoReservedMembers: ReadonlySet<string> = new Set(
  "constructor toString toJSON valueOf".split(" "),
);

const globalTypes: ReadonlySet<string> = new Set(
  `Array AsyncIterable Boolean BigInt Date Function JSON Map Math Number Object Omit Partial Pick Promise Readonly
  ReadonlyArray ReadonlyMap Record RegExp Required Set String Symbol Uint8Array`.split(/\s+/),
);
