import { BerrysError } from "../errors.ts";

/** Where services are; grows as services of this process start to listen. */
export interface Addresses {
  url(service: string): string;
  set(service: string, url: string): void;
}

/** Starts from what is known beforehand. */
export function createAddresses(known: Readonly<Record<string, string>>): Addresses {
  const urls = new Map(Object.entries(known));
  return {
    url: (service) => {
      const url = urls.get(service);
      if (url !== undefined) return url;
      const variable = `BERRYS_URL_${service.toUpperCase().replaceAll("-", "_")}`;
      throw new BerrysError(
        "unavailable",
        `Nobody knows where \`${service}\` is; set ${variable} to its base URL.`,
      );
    },
    set: (service, url) => {
      urls.set(service, url);
    },
  };
}
