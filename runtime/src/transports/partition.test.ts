import { expect, test } from "vitest";
import { assignOwners, partitionOf } from "./partition.ts";

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

test("owners are spread evenly whatever their number, in whatever order they are named", () => {
  for (const count of [1, 2, 3, 5, 8, 11]) {
    const members = Array.from({ length: count }, (_, i) => `member-${i}`);
    const owners = assignOwners(members, 8, "task");
    const shares = members.map((member) => owners.filter((owner) => owner === member).length);
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
    expect(assignOwners([...members].reverse(), 8, "task")).toEqual(owners);
  }
  expect(assignOwners([], 8, "task")).toEqual([]);
});

test("a member that joins moves few partitions of others between them", () => {
  const members = ["m1", "m2", "m3"];
  const before = assignOwners(members, 64, "task");
  const after = assignOwners([...members, "m4"], 64, "task");
  expect(after.filter((owner, i) => owner !== before[i]).length).toBeLessThan(32);
});
