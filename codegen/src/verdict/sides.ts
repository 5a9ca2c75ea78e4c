import type { Side } from "../compat/side.ts";
import { openSide } from "../compat/sources/open-side.ts";
import { resolveAgainst } from "../compat/sources/resolve-against.ts";
import { hasErrors } from "../diagnostics/create.ts";
import type { Result } from "../diagnostics/diagnostic.ts";
import type { Target } from "./target.ts";
import type { Problems } from "./verdict.ts";

/** The two versions of a comparison. */
export interface Sides {
  readonly old: Side;
  readonly now: Side;
}

/** Opens what the user named as the new version. */
export function openTarget({ kind, path, label, base }: Target): Promise<Side> {
  return openSide(kind === "file" ? { kind, path, label, base } : { kind, path, label });
}

/** Opens both versions at once; null where the old one cannot be found. */
export async function openBoth(
  target: Target,
  against: string,
  cwd: string,
): Promise<Result<Sides | null>> {
  const opening = openTarget(target);
  const [spec, diagnostics] = await resolveAgainst(against, { cwd, target });
  if (spec === null) {
    await (await opening).dispose();
    return [null, diagnostics];
  }
  const [old, now] = await Promise.all([openSide(spec), opening]);
  return [{ old, now }, diagnostics];
}

/** What keeps the sides from being read, each with its own texts; empty: both can be. */
export function problemsOf(
  sides: readonly (readonly [Side, label: string | null])[],
): readonly Problems[] {
  return sides
    .filter(([side]) => hasErrors(side.diagnostics))
    .map(([side, label]) => ({
      label,
      diagnostics: side.diagnostics,
      text: (file) =>
        side.sources.text(file) ?? side.graphql.find((sdl) => sdl.file === file)?.text ?? null,
    }));
}
