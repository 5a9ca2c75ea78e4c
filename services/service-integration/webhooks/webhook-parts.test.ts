import { describe, expect, test } from "vitest";
import { patternsOf } from "./event-types.ts";
import { afterAttempt } from "./schedule.ts";
import { createSecret, signatureHeaders } from "./sign.ts";
import { assertTarget, resolveTarget } from "./target.ts";

const at = new Date("2025-03-29T12:00:00.000Z");

test("an event matches its type and its category", () => {
  expect(patternsOf("project.completed")).toEqual(["project.completed", "project.*"]);
});

test("signs as the example of Standard Webhooks", () => {
  const signed = {
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    timestamp: 1614265330,
    body: '{"test": 2432232314}',
  };
  expect(signatureHeaders(signed, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).toEqual({
    "webhook-id": signed.id,
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
  expect(createSecret()).not.toBe(createSecret());
});

describe("after an attempt", () => {
  const delivery = { attempts: 3, attempts_allowed: 12 };
  const failure = { status: 500, error: "The webhook answered 500", final: false };
  const pauseAfter = (attempts: number) => {
    const { next_attempt_at } = afterAttempt({ ...delivery, attempts }, failure, at, () => 1);
    return Date.parse(next_attempt_at ?? "") - at.getTime();
  };

  test("a success ends it", () => {
    expect(afterAttempt(delivery, { status: 200, error: null, final: true }, at)).toEqual({
      status: "succeeded",
      response_status: 200,
      error: null,
      next_attempt_at: null,
      completed_at: at.toISOString(),
    });
  });

  test("a failure is tried again after pauses that double, up to an hour", () => {
    expect([1, 2, 3, 11].map(pauseAfter)).toEqual([1_000, 2_000, 4_000, 1_024_000]);
    const late = { attempts: 20, attempts_allowed: 30 };
    const { next_attempt_at } = afterAttempt(late, failure, at, () => 1);
    expect(Date.parse(next_attempt_at ?? "") - at.getTime()).toBe(3_600_000);
    expect(afterAttempt(delivery, failure, at, () => 0).next_attempt_at).toBe(at.toISOString());
    expect(afterAttempt(delivery, failure, at)).not.toHaveProperty("status");
  });

  test("the last attempt, and what cannot change, end it", () => {
    const ended = { status: "failed", next_attempt_at: null };
    expect(afterAttempt({ ...delivery, attempts: 12 }, failure, at)).toMatchObject(ended);
    expect(afterAttempt(delivery, { ...failure, final: true }, at)).toMatchObject(ended);
  });
});

describe("where may be posted to", () => {
  const nobody: ReadonlySet<string> = new Set();
  const local = new Set(["127.0.0.1:8000", "hooks.local:80"]);

  test.each([
    "http://hooks.example/",
    "ftp://hooks.example/",
    "https://ann:secret@hooks.example/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.0.1/",
    "https://169.254.169.254/latest",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://[64:ff9b::a00:1]/",
  ])("not %s", async (url) => {
    expect(() => assertTarget(url, nobody)).toThrow(/`url` must/);
    await expect(resolveTarget(url, nobody)).rejects.toMatchObject({ code: "permission_denied" });
  });

  test("public addresses over https, and what the operator lists", async () => {
    assertTarget("https://hooks.example/a?b", nobody);
    assertTarget("http://hooks.local/", local);
    assertTarget("http://127.0.0.1:8000/", local);
    expect(() => assertTarget("http://127.0.0.1:8001/", local)).toThrow(/https/);
    expect(await resolveTarget("https://93.184.215.14/", nobody)).toEqual([
      { address: "93.184.215.14", family: 4 },
    ]);
    expect(await resolveTarget("http://127.0.0.1:8000/", local)).toHaveLength(1);
  });

  test("no name that leads inside", async () => {
    await expect(resolveTarget("https://localhost/", nobody)).rejects.toThrow(
      /^localhost leads to .* no public address$/,
    );
  });
});
