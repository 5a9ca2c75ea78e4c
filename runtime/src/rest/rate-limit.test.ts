import { expect, it } from "vitest";
import { createMemoryRateLimiter, rateHeaders, tooManyRequests } from "./rate-limit.ts";

const limit = { requests: 2, windowMs: 1_000, by: "principal" } as const;

it("lets so many through in a window, each key for itself", () => {
  let now = 0;
  const limiter = createMemoryRateLimiter({ now: () => now });
  expect(limiter.take("a", limit)).toEqual({ allowed: true, remaining: 1, resetMs: 1_000 });
  now = 400;
  expect(limiter.take("a", limit)).toEqual({ allowed: true, remaining: 0, resetMs: 600 });
  expect(limiter.take("a", limit)).toEqual({ allowed: false, remaining: 0, resetMs: 600 });
  expect(limiter.take("b", limit)).toMatchObject({ allowed: true });
  now = 1_000;
  expect(limiter.take("a", limit)).toMatchObject({ allowed: true, remaining: 1 });
});

it("remembers no more keys than it may", () => {
  let now = 0;
  const limiter = createMemoryRateLimiter({ now: () => now, maxKeys: 10 });
  for (let key = 0; key < 10; key++) limiter.take(`k${key}`, limit);
  limiter.take("k9", limit);
  limiter.take("new", limit);
  expect(limiter.take("k9", limit)).toMatchObject({ allowed: false });
  expect(limiter.take("k0", limit)).toMatchObject({ remaining: 1 });
  now = 2_000;
  expect(limiter.take("k9", limit)).toMatchObject({ remaining: 1 });
});

it("tells clients as the draft has it", () => {
  const state = { allowed: true, remaining: 1, resetMs: 400 };
  expect(rateHeaders("default", limit, state)).toEqual({
    policy: '"default";q=2;w=1',
    limit: '"default";r=1;t=1',
  });
  expect(tooManyRequests(limit, state)).toMatchObject({
    code: "resource_exhausted",
    message: "The limit of 2 requests in 1 seconds is used up.",
    details: { retry_after: 1 },
  });
});
