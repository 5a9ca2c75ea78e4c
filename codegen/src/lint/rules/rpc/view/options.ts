import { type DescMethod, getOption, hasOption } from "@bufbuild/protobuf";
import type { ProtoView } from "./proto-view.ts";

/** The value of an option of `berrys/options/v1`; undefined: not set. */
export function optionOf({ registry }: ProtoView, method: DescMethod, name: string): unknown {
  const extension = registry.getExtension(`berrys.options.v1.${name}`);
  if (extension === undefined || !hasOption(method, extension)) return undefined;
  return getOption(method, extension);
}
