import { child, children, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { objectAt, textIn, textsIn } from "./located.ts";

/** A server. */
export interface Server {
  /** As it is written, without a slash at the end. */
  readonly url: string;
  /** The URL without the names of its variables, which never reach the wire. */
  readonly shape: string;
  /** `https`; empty for a relative URL. */
  readonly protocol: string;
  /** Host and port in lower case; empty for a relative URL. */
  readonly host: string;
  /** What stands before every path; empty or `/…`. */
  readonly basePath: string;
  /** In the order of the URL. */
  readonly variables: readonly ServerVariable[];
  /** Null: the server that OpenAPI assumes where none is listed. */
  readonly node: Located | null;
}

/** A variable in the URL of a server. */
export interface ServerVariable {
  readonly name: string;
  /** Null: any value. */
  readonly values: readonly string[] | null;
  readonly default: string;
  readonly node: Located | null;
}

/** The servers that the first of the holders that lists any lists; where none does, the place of the document itself. */
export function readServers(tree: ContractTree, holders: readonly Located[]): readonly Server[] {
  for (const holder of holders) {
    const servers = children(child(holder, "servers")).flatMap(([, item]) => {
      const node = objectAt(tree, item);
      return node === null ? [] : [readServer(tree, node)];
    });
    if (servers.length > 0) return servers;
  }
  return [{ ...splitUrl(""), url: "/", shape: "", variables: [], node: null }];
}

function readServer(tree: ContractTree, node: Located): Server {
  const url = (textIn(node, "url") ?? "").replace(/\/+$/, "");
  const names = [...url.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? "");
  const variables = names.map((name) => readVariable(tree, child(node, "variables"), name));
  const fixed = variables.reduce(
    // A variable of one value is no variable.
    (text, { name, values }) =>
      values?.length === 1 ? text.replace(`{${name}}`, values[0] ?? "") : text,
    url,
  );
  const shape = fixed.replaceAll(/\{[^{}]*\}/g, "{}");
  return {
    url: url === "" ? "/" : url,
    ...splitUrl(shape),
    variables: variables.filter(({ values }) => values?.length !== 1),
    node,
  };
}

function readVariable(tree: ContractTree, variables: Located, name: string): ServerVariable {
  const node = objectAt(tree, child(variables, name));
  const values = textsIn(node, "enum");
  return {
    name,
    values: values.length === 0 ? null : values,
    default: textIn(node, "default") ?? "",
    node,
  };
}

function splitUrl(text: string): Pick<Server, "shape" | "protocol" | "host" | "basePath"> {
  const parts = /^(?:([a-z][a-z0-9+.-]*|\{\}):)?(?:\/\/([^/]*))?(.*)$/i.exec(text);
  const protocol = (parts?.[1] ?? "").toLowerCase();
  const host = (parts?.[2] ?? "")
    .toLowerCase()
    .replace(protocol === "https" ? /:443$/ : /:80$/, "");
  const path = parts?.[3] ?? "";
  const basePath = path === "" || path.startsWith("/") ? path : `/${path}`;
  const origin = host === "" ? "" : `${protocol}${protocol === "" ? "" : ":"}//${host}`;
  return { shape: `${origin}${basePath}`, protocol, host, basePath };
}

/** The concrete URLs of a server where its variables are listed and few; null where they are free or many. */
export function concreteUrls({ shape, variables }: Server): readonly string[] | null {
  let urls: readonly string[] = [shape];
  for (const { values } of variables) {
    if (values === null || urls.length * values.length > 256) return null;
    urls = urls.flatMap((url) => values.map((value) => url.replace("{}", () => value)));
  }
  return urls;
}

/** True where a server answers at a concrete URL. */
export function answersAt(server: Server, url: string): boolean {
  const concrete = concreteUrls(server);
  if (concrete !== null) return concrete.includes(url);
  return pieces(server.shape, server.variables).test(url);
}

function pieces(shape: string, variables: readonly ServerVariable[]): RegExp {
  const literal = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const parts = shape.split("{}").map(literal);
  const between = variables.map(({ values }) =>
    values === null ? "[^/]*" : `(?:${values.map(literal).join("|")})`,
  );
  return new RegExp(`^${parts.map((part, index) => part + (between[index] ?? "")).join("")}$`);
}
