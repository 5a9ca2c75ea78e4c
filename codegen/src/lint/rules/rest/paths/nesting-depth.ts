import { pathRule } from "../view/define.ts";
import { segmentsOfPath } from "../view/resource.ts";

/** Collections in one path, from the outermost to the innermost. */
const most = 3;

/** Deep paths repeat what the innermost id says alone. */
export const nestingDepth = pathRule(
  "rest/nesting-depth",
  {
    title: "A path through too many resources",
    level: "info",
    why: "A client needs every id on the way, though the last one is unique; moving a thing changes its address.",
    fix: "Give the inner collection a path of its own, such as `/tasks/{task_id}`.",
  },
  ({ path }) => {
    const depth = segmentsOfPath(path).filter(({ parameter }) => parameter !== null).length;
    return depth <= most
      ? null
      : { message: `The path \`${path}\` leads through ${depth} resources; ${most} are enough.` };
  },
);
