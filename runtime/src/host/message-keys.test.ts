import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import type { MessageDefinition } from "../definitions.ts";
import { eventDefinition, keyEntry } from "../messages/testing.ts";
import { existingMessageKeys, messageKeysOf } from "./message-keys.ts";
import type { Service } from "./service.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berrys-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function publishing(message: MessageDefinition): readonly Service[] {
  const definition = { publishes: { message }, sends: {}, follows: [] };
  return [{ definition, setup: {} } as unknown as Service];
}
const sensitive = publishing(eventDefinition({ sensitive: ["/ssn"] }));
const open = publishing(eventDefinition());
const development = readConfig({});
const production = readConfig({ BERRYS_ENV: "production" });

test("keys of the configuration are taken, and wrong ones named before anything starts", () => {
  const config = readConfig({ BERRYS_ENV: "production", BERRYS_MESSAGE_KEYS: keyEntry("k1", 1) });
  expect(messageKeysOf(config, sensitive, folder)?.current.kid).toBe("k1");
  expect(readdirSync(folder)).toEqual([]);
  expect(() => readConfig({ BERRYS_MESSAGE_KEYS: "k1:c2hvcnQ", PORT_BASE: "-1" })).toThrow(
    /PORT_BASE[^\n]+\nBERRYS_MESSAGE_KEYS has a key `k1` of 5 bytes/,
  );
});

test("contracts without sensitive data need no keys", () => {
  expect(messageKeysOf(production, open, folder)).toBeNull();
});

test("production makes none of its own", () => {
  expect(() => messageKeysOf(production, sensitive, folder)).toThrow(
    "BERRYS_MESSAGE_KEYS is not set, but `person.added` carries sensitive data; expected `<name>:<32 bytes",
  );
  const replying = publishing(eventDefinition({ sensitiveReply: ["/ssn"] }));
  expect(() => messageKeysOf(production, replying, folder)).toThrow("BERRYS_MESSAGE_KEYS");
});

test("a developer's machine makes one key and keeps it for its owner alone", () => {
  const data = join(folder, "data");
  const made = messageKeysOf(development, sensitive, data);
  expect(messageKeysOf(development, sensitive, data)?.current).toEqual(made?.current);
  expect(made?.current).not.toEqual(messageKeysOf(development, sensitive, folder)?.current);
  expect(readdirSync(data)).toEqual(["message-keys"]);
  expect(statSync(join(data, "message-keys")).mode & 0o777).toBe(0o600);
  expect(messageKeysOf(development, sensitive, null)?.current.secret).toHaveLength(32);
});

test("an operator's command finds keys and makes none", () => {
  expect(existingMessageKeys(development, folder)).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
  const made = messageKeysOf(development, sensitive, folder);
  expect(existingMessageKeys(development, folder)?.current).toEqual(made?.current);
  const config = readConfig({ BERRYS_MESSAGE_KEYS: keyEntry("k1", 1) });
  expect(existingMessageKeys(config, folder)?.current.kid).toBe("k1");
});

test("a broken key file says what to do", () => {
  writeFileSync(join(folder, "message-keys"), "half");
  expect(() => messageKeysOf(development, sensitive, folder)).toThrow("delete it to have one made");
});
