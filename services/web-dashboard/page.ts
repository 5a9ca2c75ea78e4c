import type { RecentEvents } from "./recent-events.ts";

/** The page at `/`: that the service is up, and what it has seen. Needs nothing from elsewhere. */
export function renderPage(events: RecentEvents): string {
  const counts = Object.entries(events.counts()).sort(([a], [b]) => a.localeCompare(b));
  const rows = events
    .list()
    .map(({ timestamp, type, source, correlation_id }) =>
      row([timestamp, type, source, correlation_id].map((cell) => `<td>${escapeHtml(cell)}</td>`)),
    );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Berrys</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent) }
</style>
</head>
<body>
<h1>Berrys</h1>
<p role="status">The dashboard is up${counts.length === 0 ? " and has seen no event yet" : ""}.</p>
<table>
<caption>Events by category since the start</caption>
<thead>${row(["<th>Category</th>", "<th>Events</th>"])}</thead>
<tbody>${counts.map(([category, count]) => row([`<td>${escapeHtml(category)}</td>`, `<td>${count}</td>`])).join("\n")}</tbody>
</table>
<table>
<caption>Last events</caption>
<thead>${row(["Time", "Type", "Source", "Correlation id"].map((title) => `<th>${title}</th>`))}</thead>
<tbody>${rows.join("\n")}</tbody>
</table>
</body>
</html>
`;
}

function row(cells: readonly string[]): string {
  return `<tr>${cells.join("")}</tr>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
