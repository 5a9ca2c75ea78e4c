import { powersOf } from "@berrys/codegen/emit/lookup";
import { channelHandler, memberName, rpcName, serviceTypeName } from "@berrys/codegen/emit/names";
import type { Model, ServiceNode } from "@berrys/codegen/model/model";
import { rpcMethodName } from "@berrys/codegen/names";
import type { ScaffoldFile } from "./scaffold-file.ts";

export interface ServiceFilesOptions {
  readonly model: Model;
  readonly service: ServiceNode;
  /** Folder of the service relative to the workspace, e.g. `services/planning-system`. */
  readonly folder: string;
  /** Module specifier of the emitted skeleton as seen from a file `depth` folders below `folder`. */
  readonly skeleton: (depth: 0 | 1) => string;
  /** Extension of relative imports. */
  readonly importExtension: string;
  /** Packages that the service's `package.json` names, with versions. */
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The hand-written files of a service, ready to compile: every handler answers `unimplemented`. */
export function serviceFiles(options: ServiceFilesOptions): readonly ScaffoldFile[] {
  const { service, folder } = options;
  return [
    { path: `${folder}/handlers/index.ts`, content: handlersIndex(options) },
    { path: `${folder}/store.ts`, content: store(service) },
    { path: `${folder}/main.ts`, content: main(options) },
    { path: `${folder}/README.md`, content: readme(options) },
    { path: `${folder}/package.json`, content: packageJson(options) },
  ];
}

function handlersIndex({ model, service, skeleton, importExtension }: ServiceFilesOptions): string {
  const type = `${serviceTypeName(service)}Handlers`;
  const groups = handlerNames(model, service);
  const needed = Object.values(groups).some((members) => members.length > 0);
  const body = Object.entries(groups).map(
    ([group, members]) => `  ${group}: ${block(members, 2)},`,
  );
  const imports = [
    ...(needed ? ['import { BerrysError } from "@berrys/runtime/v1";'] : []),
    `import type { ${type} } from "${skeleton(1)}";`,
    `import type { Store } from "../store${importExtension}";`,
  ].sort(byImport);
  const helper = [
    "",
    "/** Stands in until the handler is written. */",
    "function unimplemented(operation: string): () => never {",
    "  return () => {",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the template belongs to the written code
    '    throw new BerrysError("unimplemented", `${operation} is not written yet`);',
    "  };",
    "}",
  ];
  return lines([
    ...imports,
    "",
    `/** What ${service.id} does; a missing handler does not compile. */`,
    "export const handlers = {",
    ...body,
    `} satisfies ${type}<Store>;`,
    ...(needed ? helper : []),
  ]);
}

type Member = readonly [name: string, code: string];

/** Members of the handlers, as the emitted interface asks for them. */
function handlerNames(model: Model, service: ServiceNode) {
  const powers = powersOf(model, service.id, service.calls);
  const throwing = (name: string): Member => [name, `unimplemented(${JSON.stringify(name)})`];
  const follows = (kind: string) =>
    powers.follows
      .filter(({ channel }) => channel.messageKind === kind)
      .flatMap(({ channel, whole, messages }) =>
        whole ? [channelHandler(channel)] : messages.map(memberName),
      )
      .map(throwing);
  return {
    rest: powers.rest.map((operation) => throwing(memberName(operation))),
    rpc: powers.serves.map((rpc): Member => {
      const methods = rpc.methods.map((method) => throwing(rpcMethodName(method)));
      return [rpcName(rpc, model.rpcServices), block(methods, 4)];
    }),
    events: follows("event"),
    commands: follows("command"),
  };
}

function block(members: readonly Member[], indent: number): string {
  if (members.length === 0) return "{}";
  const space = " ".repeat(indent);
  const inner = members.map(([name, code]) => `${space}  ${key(name)}: ${code},\n`).join("");
  return `{\n${inner}${space}}`;
}

function key(name: string): string {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}

function store(service: ServiceNode): string {
  return lines([
    'import type { Database } from "@berrys/runtime/v1";',
    "",
    `/** State of ${service.id}. */`,
    "export type Store = ReturnType<typeof createStore>;",
    "",
    "/** Opens the store on the service's own schema; called once more for every transaction. */",
    "export function createStore(database: Database) {",
    "  return { database };",
    "}",
  ]);
}

function main({ service, skeleton, importExtension }: ServiceFilesOptions): string {
  const define = `define${serviceTypeName(service)}`;
  const imports = [
    `import { ${define} } from "${skeleton(0)}";`,
    `import { handlers } from "./handlers/index${importExtension}";`,
    `import { createStore } from "./store${importExtension}";`,
  ].sort(byImport);
  return lines([
    ...imports,
    "",
    `/** ${service.name}, ready for a host. */`,
    `export default ${define}({ handlers, store: createStore });`,
  ]);
}

function readme({ model, service }: ServiceFilesOptions): string {
  const { publishes, sends, follows, rest, serves, calls } = powersOf(
    model,
    service.id,
    service.calls,
  );
  const list = (label: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`- ${label}: ${names.join(", ")}`];
  const facts = [
    ...list(
      "REST",
      rest.map(({ method, path }) => `\`${method.toUpperCase()} ${path}\``),
    ),
    ...list(
      "RPC",
      serves.map(({ name }) => `\`${name}\``),
    ),
    ...list(
      "Calls",
      calls.map(({ name }) => `\`${name}\``),
    ),
    ...list(
      "Publishes",
      publishes.map(({ type }) => `\`${type}\``),
    ),
    ...list(
      "Sends",
      sends.map(({ type }) => `\`${type}\``),
    ),
    ...list(
      "Follows",
      follows.flatMap(({ messages }) => messages.map(({ type }) => `\`${type}\``)),
    ),
  ];
  return lines([
    `# ${service.name}`,
    ...(service.doc === "" ? [] : ["", service.doc.trim()]),
    ...(facts.length === 0 ? [] : ["", ...facts]),
    "",
    `Run it with \`npx berrys serve ${service.id}\`.`,
  ]);
}

function packageJson({ service, dependencies }: ServiceFilesOptions): string {
  const content = {
    name: `service-${service.id}`,
    private: true,
    version: "0.1.0",
    type: "module",
    exports: { ".": "./main.ts" },
    dependencies,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Packages first, then the way formatters sort paths. */
function byImport(a: string, b: string): number {
  const rank = (line: string) => {
    const specifier = / from "(.*)";$/.exec(line)?.[1] ?? "";
    return `${specifier.startsWith(".") ? 1 : 0}${specifier}`;
  };
  return rank(a) < rank(b) ? -1 : 1;
}

function lines(content: readonly string[]): string {
  return `${content.join("\n")}\n`;
}
