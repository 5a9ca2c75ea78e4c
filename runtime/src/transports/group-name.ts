import { BerrysError } from "../errors.ts";

/** Refuses a name that keys of other groups could begin with, or that no service could have. */
export function assertGroupName(name: string): void {
  if (/^[A-Za-z0-9][\w-]*$/.test(name)) return;
  throw new BerrysError(
    "invalid_argument",
    `\`${name}\` is no name of a group: expected letters, digits, \`-\` and \`_\`, such as \`reports\``,
  );
}
