import { expect, test } from "vitest";
import { findExecutable, freePort, waitForPort } from "./redis-server.ts";

test("finds the first name that the PATH holds", () => {
  expect(findExecutable(["no-such-program", "sh"], "/nowhere:/bin:/usr/bin")).toBe("/bin/sh");
  expect(findExecutable(["no-such-program"], "/bin")).toBeNull();
});

test("waiting for a port that nobody opens ends with the port in the message", async () => {
  const port = await freePort();
  await expect(waitForPort(port, 50, () => true)).rejects.toThrow(`127.0.0.1:${port}`);
});
