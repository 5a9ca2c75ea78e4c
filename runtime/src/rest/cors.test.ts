import { describe, expect, it } from "vitest";
import { addressKey, clientAddress, parseTrustedProxies } from "./client-address.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";

const ours = ["https://app.example"];

describe("corsHeaders", () => {
  const of = (...args: Parameters<typeof corsHeaders>) => Object.fromEntries(corsHeaders(...args));
  it("allows the origins of the configuration alone", () => {
    expect(of(null, "https://app.example")).toEqual({});
    expect(of(ours, null)).toEqual({ vary: "origin" });
    expect(of(ours, "https://evil.example")).toEqual({ vary: "origin" });
    expect(of(ours, "https://app.example")).toMatchObject({
      "access-control-allow-origin": "https://app.example",
      vary: "origin",
    });
    expect(of("*", "https://any.example")).toMatchObject({ "access-control-allow-origin": "*" });
  });
});

describe("preflightHeaders", () => {
  const ask = { origin: "https://app.example", method: "PUT", headers: "x-api-key, content-type" };
  const of = (preflight: Partial<typeof ask>) =>
    Object.fromEntries(preflightHeaders(ours, { ...ask, ...preflight }, "GET, HEAD, OPTIONS"));
  it("names what the path takes, and the headers that are asked for", () => {
    expect(of({})).toEqual({
      "access-control-allow-methods": "GET, HEAD, OPTIONS",
      "access-control-allow-headers": "x-api-key, content-type",
      "access-control-max-age": "600",
    });
    expect(of({ headers: "a\r\nset-cookie: b" })).not.toHaveProperty(
      "access-control-allow-headers",
    );
    expect(of({ origin: "https://evil.example" })).toEqual({});
  });
});

describe("clientAddress", () => {
  const trusted = parseTrustedProxies(["10.0.0.0/8", "::1"]);
  it.each([
    ["9.9.9.9", "1.1.1.1", false, "9.9.9.9"],
    ["10.0.0.1", null, false, "10.0.0.1"],
    ["10.0.0.1", "6.6.6.6, 1.1.1.1", false, "1.1.1.1"],
    ["10.0.0.1", "1.1.1.1, 10.0.0.2", false, "1.1.1.1"],
    ["::ffff:10.0.0.1", "1.1.1.1", false, "1.1.1.1"],
    ["10.0.0.1", "1.1.1.1, what", false, "10.0.0.1"],
    ["9.9.9.9", "1.1.1.1", true, "1.1.1.1"],
  ])("%s with %s (ours: %s) is %s", (connection, header, isOurs, address) =>
    expect(clientAddress(connection, header, trusted, isOurs)).toBe(address),
  );
  it("knows what is no range", () => expect(parseTrustedProxies(["10.0.0.0/99"])).toBeNull());
  it("counts IPv6 by network", () => {
    expect(addressKey("2001:db8:1:2:3:4:5:6")).toBe(addressKey("2001:db8:1:2::1"));
    expect(addressKey("::ffff:1.2.3.4")).toBe("1.2.3.4");
  });
});
