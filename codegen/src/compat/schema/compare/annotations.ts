import { isObject } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import { below } from "../shape/reader.ts";
import type { Shape } from "../shape/shapes.ts";
import { keywordsIn } from "../shape/views.ts";
import { shown, valueKey } from "../values/json.ts";
import { placeIn, type Scene } from "./scene.ts";

/** What changes no accepted value: defaults, deprecation. */
export function compareAnnotations(scene: Scene): void {
  compareDefault(scene);
  const [old, now] = [scene.old, scene.now].map((shape) =>
    keywordsIn(shape, "deprecated").find(({ value }) => value === true),
  );
  if ((old === undefined) === (now === undefined)) return;
  scene.change({
    kind: now === undefined ? "deprecated-removed" : "deprecated-added",
    message: now === undefined ? "% is no longer deprecated" : "% is deprecated",
    old: placeIn(scene.old, old),
    now: placeIn(scene.now, now),
  });
}

function compareDefault(scene: Scene): void {
  const [old] = keywordsIn(scene.old, "default");
  const [now] = keywordsIn(scene.now, "default");
  if (old === undefined && now === undefined) return;
  if (old !== undefined && now !== undefined && valueKey(old.value) === valueKey(now.value)) return;
  const places = { old: placeIn(scene.old, old), now: placeIn(scene.now, now) };
  const text = (keyword: Located | undefined) => `\`${shown(keyword?.value)}\``;
  if (old === undefined)
    scene.change({ kind: "default-added", message: `% now defaults to ${text(now)}`, ...places });
  else if (now === undefined)
    scene.change({
      kind: "default-removed",
      message: `% no longer defaults to ${text(old)}`,
      ...places,
    });
  else
    scene.change({
      kind: "default-changed",
      message: `the default of % went from ${text(old)} to ${text(now)}`,
      ...places,
    });
}

interface Discriminator {
  readonly at: Located;
  readonly property: string;
  /** Value → name of the component it leads to. */
  readonly mapping: ReadonlyMap<string, { readonly target: string; readonly at: Located }>;
}

/** The discriminator of a shape whose alternatives are still to be chosen, or that lists none itself. */
function discriminatorIn(shape: Shape): Discriminator | null {
  const holder = shape.parts.find((part) => part.get("discriminator") !== undefined);
  const at = holder?.get("discriminator");
  const isChosen = holder !== undefined && holder.unions.length > 0 && shape.unions.length === 0;
  if (isChosen) return null;
  if (at === undefined) return null;
  if (typeof at.value === "string") return { at, property: at.value, mapping: new Map() };
  if (!isObject(at.value) || typeof at.value.propertyName !== "string") return null;
  const mapping = below(at, "mapping");
  const entries = isObject(mapping.value)
    ? Object.entries(mapping.value).map(([value, target]) => {
        const name = String(target);
        return [
          value,
          { target: name.slice(name.lastIndexOf("/") + 1), at: below(mapping, value) },
        ] as const;
      })
    : [];
  return { at, property: at.value.propertyName, mapping: new Map(entries) };
}

/** The property that tells alternatives apart, and the values that it may have. */
export function compareDiscriminators(scene: Scene): void {
  const old = discriminatorIn(scene.old);
  const now = discriminatorIn(scene.now);
  if (old === null && now === null) return;
  const places = { old: placeIn(scene.old, old?.at), now: placeIn(scene.now, now?.at) };
  if (old === null) {
    scene.change({
      kind: "discriminator-added",
      message: `\`${now?.property}\` now tells the alternatives of % apart`,
      ...places,
    });
    return;
  }
  if (now === null) {
    scene.change({
      kind: "discriminator-removed",
      message: `\`${old.property}\` no longer tells the alternatives of % apart`,
      ...places,
    });
    return;
  }
  if (old.property !== now.property)
    scene.change({
      kind: "discriminator-property-changed",
      message: `the alternatives of % are told apart by \`${now.property}\` instead of \`${old.property}\``,
      ...places,
    });
  compareMappings(scene, old, now);
}

function compareMappings(scene: Scene, old: Discriminator, now: Discriminator): void {
  // Components may be renamed: a value leads elsewhere where its new target was already there under another value.
  const former = new Set([...old.mapping.values()].map(({ target }) => target));
  const mapping = (side: Discriminator) => below(side.at, "mapping");
  for (const [value, { target, at }] of now.mapping) {
    const before = old.mapping.get(value);
    if (before === undefined) {
      if (old.mapping.size > 0)
        scene.change({
          kind: "discriminator-mapping-added",
          message: `\`${now.property}\` of % may now be \`${value}\``,
          old: placeIn(scene.old, mapping(old)),
          now: placeIn(scene.now, at),
          detail: value,
        });
    } else if (before.target !== target && former.has(target))
      scene.change({
        kind: "discriminator-mapping-changed",
        message: `\`${value}\` in \`${now.property}\` of % leads to \`${target}\` instead of \`${before.target}\``,
        old: placeIn(scene.old, before.at),
        now: placeIn(scene.now, at),
        detail: value,
      });
  }
  if (now.mapping.size === 0) return;
  for (const [value, { at }] of old.mapping)
    if (!now.mapping.has(value))
      scene.change({
        kind: "discriminator-mapping-removed",
        message: `\`${now.property}\` of % may no longer be \`${value}\``,
        old: placeIn(scene.old, at),
        now: placeIn(scene.now, mapping(now)),
        detail: value,
      });
}
