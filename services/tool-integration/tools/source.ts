import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fetchText } from "./http-fetch.ts";
import { ToolFailure, type ToolHost } from "./tool.ts";

/**
 * Text behind a source: a `data:` URL, an http(s) URL of an allowed host, or the bare name of a sample file.
 */
export async function readSource(source: string, host: ToolHost): Promise<string> {
  if (source.startsWith("data:")) return (await fetch(source)).text();
  if (/^https?:/.test(source)) return (await fetchText(source, host)).body;
  if (basename(source) !== source || source.startsWith(".")) {
    throw new ToolFailure(
      `\`${source}\` is no source: give a data: URL, an http(s) URL or the name of a sample`,
    );
  }
  try {
    return await readFile(join(host.samples, source), "utf8");
  } catch (cause) {
    throw new ToolFailure(`There is no sample data called \`${source}\``, { cause });
  }
}
