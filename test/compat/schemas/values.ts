/** Names of properties that schemas and instances draw from. */
export const names = ["a", "b", "c", "kind", "x-1"] as const;

/** Related patterns, so that one often says more than another. */
export const patterns = [
  "^a",
  "^ab",
  "^a+$",
  "^[a-c]+$",
  "^[ab]*$",
  "[0-9]",
  "^[0-9]{2}$",
  "^[0-9]{1,3}$",
  "^x-",
  "b$",
  "^\\p{Lu}",
  "^(?:a|b|12)$",
  "^(?=a).{2}$",
] as const;

/** Formats with the texts that have them. */
export const formats: Readonly<Record<string, readonly unknown[]>> = {
  date: ["2024-02-29", "2024-12-31"],
  "date-time": ["2024-02-29T10:00:00Z"],
  uuid: ["7f0c0f0e-3a52-4f5e-9d3b-2f1f0b6c1a11"],
  email: ["a@example.com"],
  ipv4: ["10.0.0.1"],
  hostname: ["example.com"],
  uri: ["https://example.com/a"],
  int32: [1, -5, 2147483647],
  int64: [2147483648, 7],
  float: [1.5],
};

/** Texts around lengths and patterns above. */
export const texts: readonly string[] = [
  ...["", "a", "b", "c", "ab", "aa", "aba", "abc", "aaaa", "bb", "A", "Éa", "x-1", "x-", "kind"],
  ...["1", "12", "123", "1234", "😀", "😀😀", "a😀b", "a\nb", "z", "red", "green", "blue"],
  ...Object.values(formats)
    .flat()
    .filter((value) => typeof value === "string"),
];

/** Numbers around the limits below. */
export const numbers: readonly number[] = [
  ...[-10, -2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 9, 10, 11, 12, 99, 100, 101],
  ...[2147483647, 2147483648],
];

/** Limits that schemas name. */
export const limits: readonly number[] = [-1, 0, 0.5, 1, 2, 3, 5, 10, 10.5, 100];

/** Steps whose multiples binary numbers hold exactly, so that Ajv and exact arithmetic agree. */
export const steps: readonly number[] = [0.5, 1, 1.5, 2, 3, 4, 6];

/** Values for enumerations. */
export const members: readonly unknown[] = [
  ...["red", "green", "blue", "a", "12", "", 0, 1, 2, 1.5, true, false, null],
  ...[[], [1], {}, { a: 1 }, { kind: "red" }],
];

/** Values of all types, for places about which nothing is known. */
export const anything: readonly unknown[] = [
  ...[null, true, false, 0, 1, -1, 1.5, 100, "", "a", "red", "12", "2024-02-29"],
  ...[[], [1], ["a"], [1, 1], [null, "a"], {}, { a: 1 }, { a: "a", b: 1 }, { kind: "red" }],
  ...[{ "x-1": 1 }, { a: { a: 1 } }, { z: 1 }],
];
