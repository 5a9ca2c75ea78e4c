import { documentRule, type Remark } from "../view/define.ts";
import { segmentsOfPath } from "../view/resource.ts";

/** The same position under the same path has one name. */
export const consistentPathParameters = documentRule(
  "rest/consistent-path-parameters",
  {
    title: "One path parameter with two names",
    level: "warn",
    why: "`/projects/{id}` and `/projects/{project_id}/tasks` name one value twice; generated clients and routers get two parameters, and some routers refuse such paths.",
    fix: "Give the parameter one name in all paths. The name never reaches the wire.",
  },
  (_root, { paths }) => {
    const names = new Map<string, { readonly name: string; readonly path: string }>();
    return paths.flatMap(({ path, entry }) => {
      const found: Remark[] = [];
      let template = "";
      for (const { text, parameter } of segmentsOfPath(path)) {
        if (parameter !== null) {
          const first = names.get(template);
          if (first === undefined) names.set(template, { name: parameter, path });
          else if (first.name !== parameter)
            found.push({
              message: `\`{${parameter}}\` of \`${path}\` is \`{${first.name}}\` in \`${first.path}\`.`,
              at: entry,
              path: [path],
              hint: `write \`{${first.name}}\``,
              detail: parameter,
            });
        }
        template += parameter === null ? `/${text}` : "/{}";
      }
      return found;
    });
  },
);
