import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Rule } from "../rule.ts";

/** Only who receives, and owes no reply, can take many messages at once. */
export const batches: Rule = ({ built, loaded }) =>
  built.model.channelOperations
    .filter(({ batch }) => batch !== null)
    .flatMap((operation) => {
      const { action, name, origin } = operation;
      const answered = built.model.messages.find(
        ({ channel, type, reply }) =>
          channel === operation.channel &&
          (operation.messages?.includes(type) ?? true) &&
          reply !== null,
      );
      const problem =
        action === "send"
          ? `The operation \`${name}\` sends, so it has no handler that could take a batch.`
          : answered === undefined
            ? null
            : `The operation \`${name}\` takes batches, but \`${answered.type}\` has a reply.`;
      if (problem === null) return [];
      const at = { ...origin, pointer: `${origin.pointer}/x-berrys-batch` };
      const span = loaded.sources.spanOf(at);
      return [createDiagnostic("validate/batch-not-possible", problem, span)];
    });
