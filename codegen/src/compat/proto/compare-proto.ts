import type { Result } from "../../diagnostics/diagnostic.ts";
import type { ProtoCategory } from "../../findings/settings.ts";
import type { Change } from "../change.ts";
import type { Side } from "../side.ts";
import { findAdditions } from "./additions.ts";
import { alignFiles } from "./align-files.ts";
import { readBreakingSettings } from "./breaking-settings.ts";
import type { ProtoPair } from "./change-at.ts";
import { readElements } from "./elements.ts";
import { changeOfViolation } from "./from-violation.ts";
import { compareOptions } from "./options.ts";
import { compareOwners } from "./owners.ts";
import { createUses } from "./roles.ts";
import { runBreaking } from "./run-breaking.ts";

/** Which of buf's categories decide what breaks. */
export interface CompareProtoOptions {
  readonly category: ProtoCategory;
}

/** Changes between the proto files of two versions: buf's findings, our own rules, and what is new. */
export async function compareProto(
  old: Side,
  now: Side,
  { category }: CompareProtoOptions,
): Promise<Result<readonly Change[]>> {
  if (old.proto === null || now.proto === null) return [[], []];
  const before = await alignFiles(old.proto, now);
  const images = { old: before.image, now: now.proto.image };
  const running = runBreaking({ ...images, category, settings: readBreakingSettings(now) });
  const [oldElements, nowElements] = await Promise.all([
    readElements(before),
    readElements(now.proto),
  ]);
  const useBefore = createUses(oldElements);
  const useNow = createUses(nowElements);
  const pair: ProtoPair = {
    old: oldElements,
    now: nowElements,
    oldSide: { ...old, proto: before },
    nowSide: now,
    useOf: (name) => {
      const use = useBefore(name);
      return use.direction === undefined ? useNow(name) : use;
    },
  };
  const [violations, diagnostics] = await running;
  const changes = [
    ...violations.map((violation) => changeOfViolation(pair, violation)),
    ...compareOptions(pair),
    ...compareOwners(old, now),
    ...findAdditions(pair),
  ];
  return [changes, diagnostics];
}
