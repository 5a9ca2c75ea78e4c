import type { ContractTree } from "../../../../compat/tree.ts";
import { isObject, member } from "../../../../load/pointer.ts";
import {
  child,
  children,
  idOf,
  isProblem,
  type Located,
  refOf,
} from "../../../../load/reference.ts";
import { createEditor } from "../../../fix/edits.ts";
import { documentRule } from "../view/define.ts";

const looked = [
  "schemas",
  "parameters",
  "responses",
  "requestBodies",
  "headers",
  "examples",
  "links",
  "callbacks",
  "pathItems",
];

/** What nobody refers to is not part of the API. */
export const noUnusedComponents = documentRule(
  "rest/no-unused-components",
  {
    title: "A component that nobody uses",
    level: "warn",
    elsewhere: "info",
    why: "It is read, generated and kept up for nothing, and people take it for part of the API.",
    fix: "Remove it.",
  },
  (root, { tree }, side) => {
    const used = usedPointers(tree);
    const editor = createEditor(side.sources);
    return looked.flatMap((kind) =>
      children(child(child(root, "components"), kind)).flatMap(([name, at]) =>
        used.has(idOf(at))
          ? []
          : [
              {
                message: `Nobody refers to the component \`${name}\`.`,
                at,
                path: ["components", kind, name],
                fix: editor.remove(at),
              },
            ],
      ),
    );
  },
);

/** Components that references from elsewhere lead to or into; one that only refers to itself does not count. */
function usedPointers(tree: ContractTree): ReadonlySet<string> {
  const used = new Set<string>();
  const files = new Set([tree.root.file]);
  const use = (file: string, pointer: string, ref: string) => {
    const target = tree.resolver.fileOf(file, ref);
    if (isProblem(target)) return;
    files.add(target);
    const component = /^\/components\/[^/]+\/[^/]+/.exec(decodeURI(ref.split("#")[1] ?? ""))?.[0];
    if (component !== undefined && !(file === target && isInside(pointer, component)))
      used.add(`${target}#${component}`);
  };
  for (const file of files) {
    const left: Located[] = [
      {
        file,
        pointer: "",
        value: file === tree.root.file ? tree.root.value : tree.sources.document(file)?.value,
      },
    ];
    for (let node = left.pop(); node !== undefined; node = left.pop()) {
      const { pointer, value } = node;
      const ref = refOf(value);
      if (ref !== null) use(file, pointer, ref);
      const mapping = member(member(value, "discriminator"), "mapping");
      for (const to of isObject(mapping) ? Object.values(mapping) : []) {
        if (typeof to === "string")
          use(file, pointer, to.includes("#") ? to : `#/components/schemas/${to}`);
      }
      left.push(...children(node).map(([, at]) => at));
    }
  }
  return used;
}

function isInside(pointer: string, holder: string): boolean {
  return pointer === holder || pointer.startsWith(`${holder}/`);
}
