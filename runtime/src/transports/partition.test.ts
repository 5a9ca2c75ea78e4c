import { expect, test } from "vitest";
import { partitionOf, preferredOwner } from "./partition.ts";

test("the partition is the CRC-32 of the key's UTF-8 bytes, as in any other language", () => {
  // zlib.crc32(b"123456789") == 0xcbf43926
  expect(partitionOf({ id: "x", key: "123456789", partitions: 1000 })).toBe(0xcbf43926 % 1000);
  // zlib.crc32("schlüssel".encode())
  expect(partitionOf({ id: "x", key: "schlüssel", partitions: 1000 })).toBe(0xe5fa94f6 % 1000);
});

test("no key and an empty key are spread by id", () => {
  const of = (key: string | null) => partitionOf({ id: "123456789", key, partitions: 1000 });
  expect(of(null)).toBe(0xcbf43926 % 1000);
  expect(of("")).toBe(of(null));
});

test("owners are spread evenly, and a member that joins or leaves moves few partitions", () => {
  const names = Array.from({ length: 128 }, (_, i) => `berrys:{task/members}:events:g/${i}`);
  const owners = (members: readonly string[]) => names.map((name) => preferredOwner(members, name));
  const before = owners(["m1", "m2", "m3"]);
  for (const member of ["m1", "m2", "m3"]) {
    expect(before.filter((owner) => owner === member).length).toBeGreaterThan(20);
  }
  const after = owners(["m3", "m1", "m2", "m4"]);
  const moved = after.filter((owner, i) => owner !== before[i]);
  expect(moved.every((owner) => owner === "m4")).toBe(true);
  expect(moved.length).toBeLessThan(60);
  expect(preferredOwner([], "p")).toBeNull();
});
