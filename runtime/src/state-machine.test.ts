import { expect, test } from "vitest";
import { createStateMachine } from "./state-machine.ts";

const door = createStateMachine<"open" | "closed" | "gone">("door", {
  open: ["closed", "gone"],
  closed: ["open"],
  gone: [],
});

test("allows what the table holds and refuses the rest with both states named", () => {
  expect(door.allows("open", "closed")).toBe(true);
  expect(() => door.assert("closed", "gone")).toThrow(
    "A door that is closed cannot become gone; it can become open",
  );
  expect(() => door.assert("gone", "open")).toThrow("it is final");
  expect(door.isFinal("gone")).toBe(true);
  expect(door.isFinal("open")).toBe(false);
});
