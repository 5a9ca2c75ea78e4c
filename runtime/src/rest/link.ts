/** Where the next page and the first one are. */
export interface PageLinks {
  /** Path of the request, still percent-encoded. */
  readonly path: string;
  /** Its query without `?`, still percent-encoded. */
  readonly query: string;
  /** Null: this is the last page. */
  readonly nextCursor: string | null;
}

/** `Link` of a page (RFC 8288): relative to the request, so that it holds behind a gateway too; null: only one page. */
export function pageLinks({ path, query, nextCursor }: PageLinks): string | null {
  const pairs = query === "" ? [] : query.split("&");
  const others = pairs.filter((pair) => pair !== "cursor" && !pair.startsWith("cursor="));
  const isFirst = others.length === pairs.length;
  const links: string[] = [];
  const add = (rel: string, more: readonly string[]): void => {
    const all = [...others, ...more].join("&");
    links.push(`<${safe(all === "" ? path : `${path}?${all}`)}>; rel="${rel}"`);
  };
  if (nextCursor !== null) add("next", [`cursor=${encodeURIComponent(nextCursor)}`]);
  if (!isFirst) add("first", []);
  return links.length === 0 ? null : links.join(", ");
}

/** What a client sends unencoded, though it must not, could end the reference. */
function safe(reference: string): string {
  return reference.replaceAll(/[<>"\\\s]/g, (character) => encodeURIComponent(character));
}
