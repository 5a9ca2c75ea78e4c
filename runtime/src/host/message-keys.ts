import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import type { MessageDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { createKeyRing, type KeyRing, keyRingForm, parseKeyRing } from "../messages/key-ring.ts";
import type { Service } from "./service.ts";

/** Where a developer's machine keeps the keys that it made for itself, below the data folder. */
const fileName = "message-keys";

/**
 * The keys that encrypt what the contracts of the services call sensitive: those of the configuration; else, outside
 * production, a key that is made once and kept in `dataDirectory`, or only for this process where there is none. Null:
 * no keys are given and no contract needs any. Throws `failed_precondition` in production where one does.
 */
export function messageKeysOf(
  config: Config,
  services: readonly Service[],
  dataDirectory: string | null,
): KeyRing | null {
  if (config.messageKeys !== null) return config.messageKeys;
  const need = firstSensitive(services);
  if (need === null) return null;
  if (config.environment === "production") {
    throw new BerrysError(
      "failed_precondition",
      `BERRYS_MESSAGE_KEYS is not set, but \`${need}\` carries sensitive data; expected ${keyRingForm} (\`openssl rand -base64 32 | tr '+/' '-_' | tr -d =\` makes one).`,
    );
  }
  return dataDirectory === null ? createKeyRing(newKey()) : keptKeys(dataDirectory);
}

/** The keys that a command of an operator finds: those of the configuration, or of the developer's machine; else null. */
export function existingMessageKeys(config: Config, dataDirectory: string): KeyRing | null {
  if (config.messageKeys !== null) return config.messageKeys;
  return existsSync(join(dataDirectory, fileName)) ? keptKeys(dataDirectory) : null;
}

function newKey() {
  return { kid: "development", secret: randomBytes(32) };
}

function keptKeys(directory: string): KeyRing {
  const file = join(directory, fileName);
  if (!existsSync(file)) makeKeys(directory, file);
  try {
    return parseKeyRing(readFileSync(file, "utf8").trim());
  } catch (cause) {
    throw new BerrysError(
      "failed_precondition",
      `\`${file}\` holds no message keys, expected ${keyRingForm}; delete it to have one made.`,
      { cause },
    );
  }
}

/** Of several processes that start at the same time one makes the key, and none sees half of it. */
function makeKeys(directory: string, file: string): void {
  const { kid, secret } = newKey();
  const draft = `${file}.${randomBytes(8).toString("hex")}`;
  mkdirSync(directory, { recursive: true });
  writeFileSync(draft, `${kid}:${secret.toString("base64url")}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
}

/** Type of a message that one of the services sends or takes and that holds sensitive data; null: there is none. */
function firstSensitive(services: readonly Service[]): string | null {
  for (const { definition } of services) {
    const messages = [
      ...Object.values(definition.publishes),
      ...Object.values(definition.sends),
      ...definition.follows.flatMap((follow) => follow.messages.map(({ message }) => message)),
    ];
    const found = messages.find(isSensitive);
    if (found !== undefined) return found.type;
  }
  return null;
}

function isSensitive({ sensitive, sensitiveReply = [] }: MessageDefinition): boolean {
  return sensitive.length > 0 || sensitiveReply.length > 0;
}
