import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Rule } from "../rule.ts";

/** The constants of an envelope agree with the message's name and its senders. */
export const envelopes: Rule = ({ loaded, built }) =>
  (built.asyncApi?.facts ?? []).flatMap(({ node, envelope }) => {
    const found: Diagnostic[] = [];
    const type = envelope?.type;
    if (type != null && type.value !== node.type) {
      const text = `The envelope of \`${node.type}\` says \`type: ${String(type.value)}\`.`;
      const hint = `write \`const: ${node.type}\``;
      found.push(
        createDiagnostic("validate/envelope-mismatch", text, loaded.sources.spanOf(type, "value"), {
          hint,
        }),
      );
    }
    const allowed = envelope?.sources;
    if (envelope?.source == null || allowed == null) return found;
    const senders = built.model.channelOperations.filter(
      ({ action, channel, messages }) =>
        action === "send" &&
        channel === node.channel &&
        (messages === null || messages.includes(node.type)),
    );
    for (const sender of senders) {
      if (allowed.includes(sender.service)) continue;
      const text = `\`${sender.service}\` sends \`${node.type}\`, but its envelope allows the source ${allowed.map((id) => `\`${id}\``).join(", ")} alone.`;
      const related = [
        { message: "the operation that sends it", span: loaded.sources.spanOf(sender.origin) },
      ];
      found.push(
        createDiagnostic(
          "validate/envelope-mismatch",
          text,
          loaded.sources.spanOf(envelope.source),
          { related },
        ),
      );
    }
    return found;
  });
