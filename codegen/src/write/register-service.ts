import { isMap, isScalar, parseDocument } from "yaml";

export interface NewService {
  readonly id: string;
  readonly title: string;
}

/** What registering a service in `berrys.yaml` comes to. */
export type Registration =
  | { readonly kind: "present" }
  | { readonly kind: "added"; readonly text: string }
  /** The file is laid out in a way that would need rewriting; `lines` are what a person has to add below `services`. */
  | { readonly kind: "by-hand"; readonly lines: string };

/**
 * Adds a service at the end of `services` and leaves every other byte of the settings as it is. Ports continue
 * after the highest one. Settings that do not parse throw a SyntaxError.
 */
export function registerService(settings: string, service: NewService): Registration {
  const document = parseDocument(settings);
  const [error] = document.errors;
  if (error !== undefined) throw new SyntaxError(error.message);
  const services = document.get("services");
  if (services !== undefined && services !== null && !isMap(services))
    return { kind: "by-hand", lines: entry(service, 0, "  ") };
  if (!isMap(services)) {
    if (document.has("services")) return { kind: "by-hand", lines: entry(service, 0, "  ") };
    const gap = settings === "" || settings.endsWith("\n") ? "" : "\n";
    return { kind: "added", text: `${settings}${gap}services:\n${entry(service, 0, "  ")}` };
  }
  if (services.has(service.id)) return { kind: "present" };
  const ports = services.items.map(({ key }) => {
    const port: unknown = document.getIn(["services", isScalar(key) ? key.value : key, "port"]);
    return typeof port === "number" ? port : -1;
  });
  const port = Math.max(-1, ...ports) + 1;
  const first = services.items[0]?.key;
  const start = isScalar(first) ? first.range?.[0] : undefined;
  if (services.flow || start === undefined)
    return { kind: "by-hand", lines: entry(service, port, "  ") };
  const indent = " ".repeat(start - (settings.lastIndexOf("\n", start - 1) + 1));
  const end = endOfContent(settings, services.range?.[1] ?? settings.length);
  const gap = settings[end - 1] === "\n" ? "" : "\n";
  const text = `${settings.slice(0, end)}${gap}${entry(service, port, indent)}${settings.slice(end)}`;
  return { kind: "added", text };
}

/** Start of the line after the last one with content. */
function endOfContent(settings: string, end: number): number {
  const content = settings.slice(0, end).trimEnd().length;
  const lineEnd = settings.indexOf("\n", content);
  return lineEnd === -1 ? settings.length : lineEnd + 1;
}

function entry({ id, title }: NewService, port: number, indent: string): string {
  const inner = `${indent}  `;
  return `${indent}${id}:\n${inner}title: ${title}\n${inner}port: ${port}\n`;
}
