import { defineWebDashboard } from "@berrys/platform/services/web-dashboard";
import { handlers } from "./handlers/index.ts";
import { renderPage } from "./page.ts";
import { createRecentEvents } from "./recent-events.ts";

const events = createRecentEvents(100);

export default defineWebDashboard({
  handlers,
  store: () => events,
  rest: {
    fallback: async (request) =>
      new URL(request.url).pathname === "/"
        ? new Response(renderPage(events), {
            headers: { "content-type": "text/html; charset=utf-8" },
          })
        : new Response("Not found\n", { status: 404 }),
  },
});
