import { fingerprintOf } from "../../fingerprint.ts";
import { envelopeFacts } from "../../letter-facts.ts";
import type { EarlierDeath, GroupPlace, Letter } from "../../queue-admin.ts";
import { decodeBody } from "../encoding.ts";
import type { RawEntry } from "../entry.ts";
import { timeOf } from "../stream-id.ts";

/** A dead letter as it lies in Redis. */
export function letterOf(raw: RawEntry, place: GroupPlace, partition: number): Letter {
  const [entryId, values] = raw;
  const entry = entryId.toString();
  const own = new Map<string, string>();
  const fields: [string, Uint8Array][] = [];
  for (let i = 0; values !== null && i + 1 < values.length; i += 2) {
    const [name = "", value = Buffer.alloc(0)] = [values[i]?.toString(), values[i + 1]];
    if (name.startsWith("dlq:")) own.set(name, value.toString());
    else fields.push([name, value]);
  }
  const reason = own.get("dlq:reason") ?? "";
  const error = own.get("dlq:error") ?? "";
  const texts = textsOf(fields);
  const { id = "", key = null } = texts;
  // An entry that is no message shows whatever it has; its bytes stay as they are in `fields`.
  const body = bodyOf(fields) ?? JSON.stringify(texts);
  return {
    letterId: entry,
    id,
    kind: place.kind,
    channel: place.channel,
    partition,
    group: place.group,
    key,
    body,
    attempt: Number(own.get("dlq:attempts") ?? 0),
    reason,
    error,
    diedAt: timeOf(entry),
    ...envelopeFacts(body),
    fingerprint: fingerprintOf(reason, error),
    owner: own.get("dlq:owner") ?? null,
    sentAt: own.has("dlq:entry") ? timeOf(own.get("dlq:entry") ?? "") : null,
    replays: Number(own.get("dlq:replays") ?? 0),
    from: own.get("dlq:from") ?? null,
    history: historyOf(own.get("dlq:history")),
    fields,
  };
}

const encodings = ["zstd", "gzip"];
/** Bodies that are larger are not unpacked. */
const maxBodyBytes = 64 * 1024 * 1024;

/** The body as text; null where there is none, or none that can be read. */
function bodyOf(fields: Letter["fields"]): string | null {
  const [name, bytes] = fields.find(([one]) => one === "body" || encodings.includes(one)) ?? [];
  if (name === undefined || bytes === undefined) return null;
  try {
    return decodeBody(Buffer.from(bytes), name === "body" ? null : name, maxBodyBytes);
  } catch {
    return null;
  }
}

function textsOf(
  fields: readonly (readonly [string, Uint8Array])[],
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(fields.map(([name, value]) => [name, Buffer.from(value).toString()]));
}

interface StoredDeath extends Omit<EarlierDeath, "diedAt" | "replayedAt"> {
  readonly replayedAt: number;
}

function historyOf(text: string | undefined): readonly EarlierDeath[] {
  if (text === undefined) return [];
  try {
    return (JSON.parse(text) as readonly StoredDeath[]).map((death) => ({
      ...death,
      diedAt: timeOf(death.letterId),
      replayedAt: new Date(death.replayedAt).toISOString(),
    }));
  } catch {
    return [];
  }
}
