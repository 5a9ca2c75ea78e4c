import { dataProfiler } from "./data-profiler.ts";
import { httpFetch } from "./http-fetch.ts";
import { reportWriter } from "./report-writer.ts";
import { textStatistics } from "./text-statistics.ts";
import type { BuiltInTool } from "./tool.ts";
import { transformer } from "./transformer.ts";

/** Every tool that is there from the start. */
export const builtInTools: readonly BuiltInTool[] = [
  dataProfiler,
  transformer,
  textStatistics,
  reportWriter,
  httpFetch,
];
