import type { Operation } from "../../../../compat/asyncapi/view/view.ts";
import type { Place } from "../../../../compat/change.ts";
import type { Side } from "../../../../compat/side.ts";
import { configFile } from "../../../../load/config.ts";
import { append } from "../../../../load/pointer.ts";

/** True where operations of two services or more are described: only then is something missing that is not there. */
export function isWholeSystem(operations: readonly Operation[]): boolean {
  const services = new Set(operations.flatMap(({ service }) => service ?? []));
  return services.size > 1;
}

/** Where `berrys.yaml` lists a member of a service. */
export function settingPlace(
  { config }: Side,
  {
    service,
    list,
    value,
  }: { readonly service: string; readonly list?: "calls"; readonly value?: string },
): Place {
  const base = append("/services", service);
  if (list === undefined) return { file: configFile, pointer: base };
  const items = config?.services.find(({ id }) => id === service)?.[list] ?? [];
  const index = items.indexOf(value ?? "");
  const pointer = append(base, list);
  return index === -1
    ? { file: configFile, pointer }
    : { file: configFile, pointer: append(pointer, index), part: "value" };
}
