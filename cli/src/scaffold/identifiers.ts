/** What names of workspaces and services look like. */
export const kebabCase = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** `order-history` → `Order History`. */
export function titleOf(id: string): string {
  return id
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}

/** The nearest valid name; `My Shop!` → `my-shop`. */
export function toKebabCase(text: string): string {
  const words = text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return words.replace(/^[-0-9]+|-+$/g, "");
}
