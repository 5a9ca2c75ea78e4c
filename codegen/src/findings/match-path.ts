import picomatch from "picomatch";
import type { Finding } from "./finding.ts";

/** Tells whether a finding lies in the part of the contracts that a glob names. */
export type PathMatcher = (finding: Finding) => boolean;

/**
 * The glob is held against REST path (`/internal/**`), method and path, channel address, message type, RPC name and file.
 * A finding in something that several operations share lies there when all of them do: what the others see still counts.
 */
export function createPathMatcher(glob: string): PathMatcher {
  const matches = globMatcher(glob);
  return (finding) => {
    const { operation, operations, channel, messageType, location, against } = finding;
    const shared = operations ?? (operation === undefined ? [] : [operation]);
    if (shared.length > 0 && shared.every((one) => namesOf(one).some(matches))) return true;
    const rest = [channel, messageType, location?.file, against?.file];
    return rest.some((name) => name !== undefined && matches(name));
  };
}

/** A glob over names in which braces and brackets are themselves, as they stand in `/projects/{id}`. */
export function globMatcher(glob: string): (text: string) => boolean {
  const literal = glob.replace(/[{}[\]()!?+@|\\]/g, "\\$&");
  const matches = picomatch(literal, { dot: true, nobrace: true, noextglob: true, windows: false });
  // A second argument, such as `some` passes, would make it return an object.
  return (text) => matches(text);
}

/** `POST /projects` is known as itself and as its path. */
function namesOf(operation: string): readonly string[] {
  const path = /^[A-Z]+ (\/.*)$/.exec(operation)?.[1];
  return path === undefined ? [operation] : [operation, path];
}
