/** What `Allow` says of a path with operations of these methods: `HEAD` goes with `GET`, and `OPTIONS` with all. */
export function allowedMethods(methods: Iterable<string>): string {
  const allowed = new Set(methods);
  if (allowed.has("GET")) allowed.add("HEAD");
  return [...allowed.add("OPTIONS")].join(", ");
}

/** The answer to `OPTIONS` on a path that takes the methods `allow`. */
export function optionsResponse(allow: string): Response {
  return new Response(null, { status: 204, headers: { allow } });
}
