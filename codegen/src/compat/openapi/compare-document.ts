import { isObject, member } from "../../load/pointer.ts";
import { child, type Located } from "../../load/reference.ts";
import type { Change } from "../change.ts";
import { memberPlace, type Pair, sameValue, textIn } from "./read/located.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";

/** Compares what the documents say about themselves; words for people are no change. */
export function compareDocument(scope: Scope): readonly Change[] {
  const infos: Pair = { old: child(scope.old.root, "info"), now: child(scope.now.root, "info") };
  const report = (rule: OpenapiRule, message: string, key: string): Change =>
    change(scope, rule, {
      message,
      at: ["info"],
      old: memberPlace(infos.old, key),
      new: memberPlace(infos.now, key),
    });
  const changed = (key: string, rule: OpenapiRule, noun: string): readonly Change[] => {
    const was = textIn(infos.old, key);
    const is = textIn(infos.now, key);
    return was === is
      ? []
      : [report(rule, `${noun} is now ${quoted(is)} instead of ${quoted(was)}`, key)];
  };
  return [
    ...changed("version", versionRule(infos), "The version"),
    ...changed("title", "openapi/document-title-changed", "The title"),
    ...changed("termsOfService", "openapi/document-terms-changed", "The address of the terms"),
    ...(sameValue(licenseOf(infos.old), licenseOf(infos.now))
      ? []
      : [report("openapi/document-license-changed", "The licence is another one", "license")]),
  ];
}

function versionRule({ old, now }: Pair): OpenapiRule {
  const was = numbersOf(textIn(old, "version"));
  const is = numbersOf(textIn(now, "version"));
  const place = was.findIndex((part, index) => part !== (is[index] ?? 0));
  return place !== -1 && is.length > 0 && (is[place] ?? 0) < (was[place] ?? 0)
    ? "openapi/document-version-lowered"
    : "openapi/document-version-changed";
}

/** The leading numbers of a version: `v1.2.0-rc.1` gives 1, 2, 0. */
function numbersOf(version: string | null): readonly number[] {
  const found = /^v?(\d+(?:\.\d+)*)/.exec(version ?? "");
  return found?.[1]?.split(".").map(Number) ?? [];
}

function licenseOf(info: Located): unknown {
  const license = member(info.value, "license");
  return isObject(license) ? [license.name, license.identifier, license.url] : undefined;
}

function quoted(text: string | null): string {
  return text === null ? "not stated" : `\`${text}\``;
}
