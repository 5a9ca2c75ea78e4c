import { member } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { type MessageView, messagesOf, mistakeOf, placeOf } from "./view/message-view.ts";
import { oncePerSchema } from "./view/once-per-schema.ts";

const secret =
  /(^|_)(password|passwd|passphrase|pin|secret|api_?key|private_?key|access_?token|refresh_?token|auth_?token|id_?token|bearer|credentials?|session_?key|ssn|iban|card_number|cvv|cvc|e_?mail|phone(_number)?|date_of_birth|birth_?date|passport(_number)?|tax_id)$|^token$/;

/** What must not stand in logs and dead letters in the clear is marked. */
export const sensitiveMarked: LintCheck = (side) =>
  oncePerSchema(messagesOf(side), (view, { node, entry, name, path }) => {
    const word = (name ?? "").replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
    const holds = [member(node.value, "type")].flat();
    if (!secret.test(word) || holds.includes("boolean") || holds.includes("integer")) return [];
    const isMarked = [entry, node].some(
      ({ value }) => typeof member(value, "x-berrys-sensitive") === "boolean",
    );
    if (isMarked || isEncryptedWith(view, entry)) return [];
    return [
      mistakeOf(view, {
        rule: "messages/sensitive-marked",
        message: `The property \`${name}\` seems to hold a secret or personal data, but is not marked.`,
        path: `message ${view.type} › ${path}`,
        place: placeOf(entry),
        hint: "add `x-berrys-sensitive: true`, or `false` where it is harmless",
      }),
    ];
  });

/** Whether a property is encrypted with all its message; a schema that other messages may share is not. */
function isEncryptedWith(view: MessageView, { file, pointer }: Located): boolean {
  const { located } = view.message;
  const isOwn = file === located.file && pointer.startsWith(`${located.pointer}/`);
  return isOwn && view.extension("x-berrys-encrypted")?.value === true;
}
