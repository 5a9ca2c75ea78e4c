import { CliError } from "../cli-error.ts";

/** What the environment, a server or an argument got wrong is the user's to mend; anything else is ours. */
export async function asCliErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === "BerrysError" && "code" in error) {
      throw new CliError(`runtime/${String(error.code).replaceAll("_", "-")}`, error.message);
    }
    throw error;
  }
}
