import { segmentsOf } from "../../load/pointer.ts";

/** A pointer in words that tell people where they are. */
export interface PointerWords {
  /** `POST /projects › responses › 200`. */
  readonly path: string;
  /** `POST /projects`, where the pointer is inside of an operation of OpenAPI. */
  readonly operation?: string;
}

const methods: ReadonlySet<string> = new Set(
  "get put post delete options head patch trace".split(" "),
);

/** Puts a pointer into a contract in words; the root is called `document`. */
export function wordsOf(pointer: string): PointerWords {
  const segments = segmentsOf(pointer);
  const [first, path = "", method = "", ...rest] = segments;
  if (first === "paths" && path.startsWith("/")) {
    if (!methods.has(method)) return { path: [path, method, ...rest].filter(Boolean).join(" › ") };
    const operation = `${method.toUpperCase()} ${path}`;
    return { path: [operation, ...rest].join(" › "), operation };
  }
  return { path: segments.length === 0 ? "document" : segments.join(" › ") };
}
