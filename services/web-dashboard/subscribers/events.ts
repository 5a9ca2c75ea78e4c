import type { WebDashboardContext } from "@berrys/platform/services/web-dashboard";
import type { Envelope } from "@berrys/runtime/envelope";
import type { RecentEvents } from "../recent-events.ts";

/** Shows the event to whoever looks at the page. */
export async function showEvent(
  event: Envelope,
  { store }: WebDashboardContext<RecentEvents>,
): Promise<void> {
  store.add(event);
}
