import { eachOperation } from "./view/each-operation.ts";

/** Who sends or receives commands names them, so that a new command is nobody's by accident. */
export const commandNamesMessages = eachOperation((operation, purposeOf) => {
  const { key, takesAll, messages } = operation;
  const isCommand = messages.some((message) => purposeOf(message) === "command");
  if (!takesAll || !isCommand || messages.length < 2) return [];
  const message = `The operation \`${key}\` means every command of its channel, those to come too.`;
  return [{ rule: "messages/command-names-messages", message, hint: "list them under `messages`" }];
});
