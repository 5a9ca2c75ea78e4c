import { member } from "../../../load/pointer.ts";
import { children, type Located } from "../../../load/reference.ts";
import { type Comparison, report } from "../context.ts";
import type { MessageUse } from "../message-uses.ts";
import { settingOf } from "./compare-delivery.ts";

/** Compares which older versions of a message are still read; a version that became an older one is to be among them. */
export function comparePrevious(
  comparison: Comparison,
  { old, now, channels, scopes }: MessageUse,
  isBroken: boolean,
): void {
  const path = ["x-berrys-version"];
  const version = {
    old: settingOf([...old.layers, channels.old.located], path),
    now: settingOf([...now.layers, channels.now.located], path),
  };
  const [before, after] = [versionOf(version.old), versionOf(version.now)];
  const list = {
    old: settingOf(old.layers, ["x-berrys-previous"]),
    now: settingOf(now.layers, ["x-berrys-previous"]),
  };
  const kept = new Set(versionsOf(list.now));
  if (isBroken && after > before && !kept.has(before)) {
    report(comparison, scopes, {
      rule: "asyncapi/previous-version-missing",
      message: `The message breaks and has the version ${after}, but its version ${before} is not kept`,
      at: ["previous", String(before)],
      old: version.old ?? old.located,
      new: version.now ?? now.located,
    });
  }
  for (const gone of versionsOf(list.old)) {
    // What is the current version again is read as such.
    if (kept.has(gone) || gone === after) continue;
    report(comparison, scopes, {
      rule: "asyncapi/previous-version-removed",
      message: `The version ${gone} of the message is no longer read`,
      at: ["previous", String(gone)],
      old: list.old ?? old.located,
      new: list.now ?? now.located,
    });
  }
}

/** A message that states no version has the first. */
export function versionOf(node: Located | null): number {
  return typeof node?.value === "number" ? node.value : 1;
}

function versionsOf(list: Located | null): readonly number[] {
  if (list === null) return [];
  return children(list)
    .map(([, item]) => member(item.value, "version"))
    .filter((version) => typeof version === "number");
}
