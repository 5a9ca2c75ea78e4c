import type { Server } from "../view/view.ts";
import { createMatcher, type Matched } from "./pairs.ts";

/** Servers by address and protocol, which are on the wire, then by key, which is not. */
export function matchServers(old: readonly Server[], now: readonly Server[]): Matched<Server> {
  const matcher = createMatcher(old, now);
  const address = ({ protocol, host, pathname }: Server) => `${protocol} ${host}${pathname}`;
  matcher.byText((server) => `${address(server)} ${server.key}`);
  matcher.byText(address);
  matcher.byText(({ key }) => key);
  matcher.byText(({ host }) => (host === "" ? null : host));
  return matcher.result();
}
