import { DrizzleQueryError } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { createLogger } from "./log.ts";
import { describeError } from "./messages/retry.ts";

const sql = 'insert into "users" ("email", "note") values ($1, $2)';

function failedQuery(): DrizzleQueryError {
  const params = ["ann@example.org", "first line\n    at hunter2"];
  return new DrizzleQueryError(sql, params, new Error("the table is full"));
}

function linesOf(write: (log: ReturnType<typeof createLogger>) => void): string {
  let text = "";
  const destination = {
    write: (line: string) => {
      text += line;
    },
  };
  write(createLogger({ service: "a", level: "info", correlationId: () => null, destination }));
  return text;
}

describe("a failed query in the log", () => {
  const wrapped = () => new Error("Saving failed", { cause: failedQuery() });
  const several = () => new AggregateError([failedQuery()], "Several failed");
  it.each([
    ["as `err`", failedQuery()],
    ["as a cause", wrapped()],
    ["as one of several", several()],
  ])("shows its text and cause, not its parameters: %s", (_, err) => {
    const text = linesOf((log) => {
      log.error({ err }, err.message);
      log.error({ err });
      log.error(err);
      log.child({ err }).error("bound");
    });
    expect(text.trim().split("\n")).toHaveLength(4);
    expect(text).toContain(JSON.stringify(sql).slice(1, -1));
    expect(text).toContain("the table is full");
    expect(text).toContain("log.test.ts");
    expect(text).not.toMatch(/ann@example|hunter2/);
  });

  it("leaves the error itself as it was", () => {
    const err = failedQuery();
    linesOf((log) => log.error({ err }));
    expect(err.params).toHaveLength(2);
    expect(err.message).toContain("hunter2");
  });

  it("is described to dead letters without its parameters", () => {
    expect(describeError(failedQuery())).toBe(`Error: Failed query: ${sql}`);
  });
});
