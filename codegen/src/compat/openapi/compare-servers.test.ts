import { expect, test } from "vitest";
import { linesOf, operationOf } from "./testing/compare.ts";

const at = (...servers: readonly object[]) => operationOf({}, { servers });
const region = (url: string, values?: readonly string[]) => ({
  url,
  variables: { region: { default: "eu", ...(values === undefined ? {} : { enum: values }) } },
});

test.each([
  [
    "a variable that is covered by its values",
    at(region("https://{region}.a.example", ["eu", "us"])),
    at({ url: "https://eu.a.example" }, { url: "https://us.a.example" }),
    [],
  ],
  [
    "a value that no server answers any more",
    at(region("https://{region}.a.example", ["eu", "us"])),
    at({ url: "https://eu.a.example" }),
    ["server-removed servers › https://us.a.example"],
  ],
  [
    "a free variable in the place of one host",
    at({ url: "https://eu.a.example/v1" }),
    at(region("https://{region}.a.example/v1")),
    ["server-added servers › https://{}.a.example/v1"],
  ],
  [
    "another host and path",
    at({ url: "https://a.example/v1" }),
    at({ url: "https://b.example/v2" }),
    [
      "server-removed servers › https://a.example/v1",
      "server-added servers › https://b.example/v2",
    ],
  ],
  [
    "a path with characters that mean something elsewhere",
    at({ url: "https://a.example/a+b(c)" }),
    at({ url: "https://a.example/a+b(c)/" }),
    [],
  ],
])("%s", (_, old, now, expected) => {
  expect(linesOf(old, now)).toEqual(expected);
});
