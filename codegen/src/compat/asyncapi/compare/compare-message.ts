import type { Located } from "../../../load/reference.ts";
import { compareBindings } from "../bindings/compare-bindings.ts";
import { type Comparison, type Found, report, type Scope, show } from "../context.ts";
import type { MessageUse } from "../message-uses.ts";
import { isError } from "../schema-effect.ts";
import { followed, textField } from "../view/layers.ts";
import type { Message } from "../view/view.ts";
import { compareContent } from "./compare-content.ts";
import { compareContentType } from "./compare-content-type.ts";
import { compareDelivery, settingOf } from "./compare-delivery.ts";
import { comparePrevious, versionOf } from "./compare-previous.ts";
import { compareSensitive } from "./compare-sensitive.ts";
import { compareWords } from "./compare-words.ts";

/** Compares two versions of a message for those who use it one way. */
export function compareMessage(comparison: Comparison, use: MessageUse): void {
  const { old, now, channels, scopes } = use;
  compareName(comparison, scopes, old, now);
  compareContentType(comparison, use);
  const kinds = [
    ...compareContent(comparison, scopes, { part: "headers", old, now }),
    ...compareContent(comparison, scopes, { part: "payload", old, now }),
  ];
  compareCorrelation(comparison, scopes, old, now);
  compareEnvelope(comparison, scopes, old, now);
  compareDelivery(comparison, scopes, {
    what: "The message",
    old: old.layers,
    now: now.layers,
    behind: { old: [channels.old.located], now: [channels.now.located] },
  });
  const role = scopes[0]?.role ?? "both";
  const isBroken = kinds.some((kind) => isError(`schema/${kind}`, role));
  compareVersion(comparison, use, isBroken);
  comparePrevious(comparison, use, isBroken);
  compareSensitive(comparison, scopes, old, now);
  compareWords(comparison, scopes, { old: old.layers, now: now.layers, what: "message" });
  compareBindings(comparison, scopes, { holder: "message", old: old.layers, now: now.layers });
}

function compareName(
  comparison: Comparison,
  scopes: readonly Scope[],
  old: Message,
  now: Message,
): void {
  if (old.type === now.type || (!old.isNamed && !now.isNamed)) return;
  const places = { old: nameAt(old), new: nameAt(now), at: ["name"] };
  report(comparison, scopes, { ...nameChange(old, now), ...places });
}

function nameChange(old: Message, now: Message): Pick<Found, "rule" | "message"> {
  if (!old.isNamed) {
    const message = `The message is called ${show(now.type)} now; it had no name`;
    return { rule: "asyncapi/message-name-added", message };
  }
  if (!now.isNamed) {
    const message = `The message is no longer called ${show(old.type)}`;
    return { rule: "asyncapi/message-name-removed", message };
  }
  const message = `The message is called ${show(now.type)}; it was ${show(old.type)}`;
  return { rule: "asyncapi/message-name-changed", message };
}

function nameAt({ layers, located }: Message): Located {
  return textField(layers, "name") ?? located;
}

function compareCorrelation(
  comparison: Comparison,
  scopes: readonly Scope[],
  old: Message,
  now: Message,
): void {
  const before = followed(comparison.old.tree, old.layers, "correlationId");
  const after = followed(comparison.now.tree, now.layers, "correlationId");
  const [a, b] = [before, after].map((node) =>
    node === null ? null : textField([node], "location"),
  );
  if (a == null && b == null) return;
  const places = {
    at: ["correlation id"],
    old: a ?? before ?? old.located,
    new: b ?? after ?? now.located,
  };
  const [from, to] = [show(a?.value), show(b?.value)];
  const tell = (found: Pick<Found, "rule" | "message">) =>
    report(comparison, scopes, { ...found, ...places });
  if (a == null)
    tell({
      rule: "asyncapi/correlation-id-added",
      message: `The correlation id now stands at ${to}`,
    });
  else if (b == null)
    tell({
      rule: "asyncapi/correlation-id-removed",
      message: `There is no correlation id at ${from} any more`,
    });
  else if (a.value !== b.value)
    tell({
      rule: "asyncapi/correlation-id-location-changed",
      message: `The correlation id stands at ${to}; it was ${from}`,
    });
}

function compareEnvelope(
  comparison: Comparison,
  scopes: readonly Scope[],
  old: Message,
  now: Message,
): void {
  const [before, after] = [old.envelope?.value, now.envelope?.value];
  if (before === after) return;
  const name = (value: unknown) =>
    value === undefined ? "no envelope" : `the envelope ${show(value)}`;
  report(comparison, scopes, {
    rule: "asyncapi/envelope-changed",
    message: `The message has ${name(after)}; it had ${name(before)}`,
    at: ["envelope"],
    old: old.envelope ?? old.payload.schema ?? old.located,
    new: now.envelope ?? now.payload.schema ?? now.located,
  });
}

function compareVersion(
  comparison: Comparison,
  { old, now, channels, scopes }: MessageUse,
  isBroken: boolean,
): void {
  const path = ["x-berrys-version"];
  const a = settingOf([...old.layers, channels.old.located], path);
  const b = settingOf([...now.layers, channels.now.located], path);
  if (a === null && b === null) return;
  const [before, after] = [versionOf(a), versionOf(b)];
  const places = { at: ["version"], old: a ?? old.located, new: b ?? now.located };
  if (after !== before)
    report(comparison, scopes, {
      rule: `asyncapi/version-${after < before ? "lowered" : "raised"}`,
      message: `The message has the version ${after}; it had ${before}`,
      ...places,
    });
  else if (isBroken)
    report(comparison, scopes, {
      rule: "asyncapi/version-not-raised",
      message: `The message breaks, but keeps the version ${after}`,
      ...places,
    });
}
