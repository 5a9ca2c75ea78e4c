import { configFile } from "../../load/config.ts";
import type { Change, Place } from "../change.ts";
import type { Side } from "../side.ts";
import { stabilityOf } from "./change-at.ts";

/** Packages that another service of `berrys.yaml` serves now: callers find them at another address. */
export function compareOwners(old: Side, now: Side): readonly Change[] {
  const owners = ownersOf(now);
  return [...ownersOf(old)].flatMap(([name, before]) => {
    const after = owners.get(name);
    if (after === undefined || after.service === before.service) return [];
    const stability = stabilityOf(name);
    const change: Change = {
      rule: "proto/package-owner-changed",
      kind: "proto",
      role: "both",
      message: `The package \`${name}\` moved from the service \`${before.service}\` to \`${after.service}\`.`,
      path: name,
      owner: before.service,
      old: before.place,
      new: after.place,
      detail: after.service,
      ...(stability === undefined ? {} : { stability }),
    };
    return [change];
  });
}

interface Owner {
  readonly service: string;
  readonly place: Place;
}

function ownersOf({ config }: Side): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const { id, packages } of config?.services ?? []) {
    for (const [at, name] of packages.entries()) {
      const place: Place = { file: configFile, pointer: `/services/${id}/packages/${at}` };
      owners.set(name, { service: id, place });
    }
  }
  return owners;
}
