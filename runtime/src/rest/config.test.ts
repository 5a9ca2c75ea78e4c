import { expect, it } from "vitest";
import { readConfig } from "../config.ts";

it("has defaults that need nothing", () => {
  expect(readConfig({})).toMatchObject({
    corsOrigins: null,
    rateLimit: { requests: 6000, windowMs: 60_000, by: "principal" },
    trustedProxies: null,
    responseCacheBytes: 33_554_432,
    compressBytes: 1024,
  });
});

it("reads what is set", () => {
  const config = readConfig({
    BERRYS_CORS_ORIGINS: "https://a.example, http://localhost:5173",
    BERRYS_RATE_LIMIT: "off",
    BERRYS_TRUSTED_PROXIES: "10.0.0.0/8,::1",
    BERRYS_COMPRESS_BYTES: "0",
  });
  expect(config).toMatchObject({
    corsOrigins: ["https://a.example", "http://localhost:5173"],
    rateLimit: null,
    compressBytes: 0,
  });
  expect(config.trustedProxies?.("10.1.2.3")).toBe(true);
  expect(readConfig({ BERRYS_CORS_ORIGINS: "*" }).corsOrigins).toBe("*");
});

it("names every variable that is wrong", () => {
  const env = {
    BERRYS_CORS_ORIGINS: "https://a.example/",
    BERRYS_RATE_LIMIT: "0/60",
    BERRYS_TRUSTED_PROXIES: "10.0.0.0/8, home",
    BERRYS_RESPONSE_CACHE_BYTES: "much",
  };
  expect(() => readConfig(env)).toThrow(/_ORIGINS.*\n.*_LIMIT.*\n.*_PROXIES.*\n.*_BYTES/);
});
