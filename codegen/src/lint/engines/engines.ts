import { asyncapiParser } from "./asyncapi-parser.ts";
import { buf } from "./buf.ts";
import type { LintEngine } from "./engine.ts";
import { redocly } from "./redocly.ts";

/** Every engine; each loads its library when it runs. */
export const engines: readonly LintEngine[] = [asyncapiParser, buf, redocly];
