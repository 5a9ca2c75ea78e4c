import type { Side } from "../../codegen/src/compat/side.ts";
import type { Limits } from "../../codegen/src/compat/sources/limits.ts";
import { openSide } from "../../codegen/src/compat/sources/open-side.ts";
import { resolveAgainst } from "../../codegen/src/compat/sources/resolve-against.ts";
import type { SideSpec } from "../../codegen/src/compat/sources/spec.ts";
import type { Diagnostic } from "../../codegen/src/diagnostics/diagnostic.ts";

/** `code: message (hint)` of each diagnostic. */
export function lines(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, message, hint, span }) => {
    const place = span === null ? "" : `${span.file}:${span.line}:${span.column} `;
    return `${place}${code}: ${message}${hint === undefined ? "" : ` (${hint})`}`;
  });
}

/** Opens what `--against` names for a folder or document; throws where it names nothing. */
export async function against(
  text: string,
  cwd: string,
  target: { readonly kind: "folder" | "file"; readonly path: string } = {
    kind: "folder",
    path: cwd,
  },
): Promise<Side> {
  const [spec, problems] = await resolveAgainst(text, { cwd, target });
  if (spec === null) throw new Error(lines(problems).join("\n"));
  return openSide(spec);
}

/** What `--against` complains about. */
export async function complaints(text: string, cwd: string): Promise<readonly string[]> {
  const target = { kind: "folder", path: cwd } as const;
  const [spec, problems] = await resolveAgainst(text, { cwd, target });
  return spec === null ? lines(problems) : [`found ${spec.kind}`];
}

/** Opens a side, looks at it and cleans up. */
export async function withSide<T>(
  spec: SideSpec | Promise<Side>,
  look: (side: Side) => T | Promise<T>,
  limits?: Limits,
): Promise<T> {
  const side = spec instanceof Promise ? await spec : await openSide(spec, limits);
  try {
    return await look(side);
  } finally {
    await side.dispose();
  }
}
