import { describe, expect, test } from "vitest";
import { docComment, propertyKey, stringLiteral, templateText, valueLiteral } from "./literals.ts";
import { createPrinter } from "./printer.ts";

describe("the printer", () => {
  test("joins a lone inner condition, and takes it apart when an else follows", () => {
    const printer = createPrinter();
    const inner = () => printer.when(["b || c"], () => printer.line("inner();"));
    printer.when(["a"], inner);
    printer.when(["a"], inner);
    printer.otherwise([], () => printer.when(["d"], () => printer.line("other();")));
    expect(printer.text()).toBe(`if (a && (b || c)) {
  inner();
}
if (a) {
  if (b || c) {
    inner();
  }
} else if (d) {
  other();
}`);
  });

  test("breaks what does not fit into 100 columns", () => {
    const printer = createPrinter();
    const long = "x".repeat(60);
    printer.block("function f()", () => {
      printer.when([long, long], () => printer.call("call", [long, long], ";"));
    });
    expect(printer.text()).toBe(`function f() {
  if (
    ${long} &&
    ${long}
  ) {
    call(
      ${long},
      ${long},
    );
  }
}`);
  });
});

describe("literals mean what they were made from", () => {
  const nasty = [
    "",
    "a'b",
    'a"b',
    "a'\"b",
    "\\",
    "\u2028\u2029\n\t\0",
    `\`\${x}\``,
    "😀\ud800",
    "*/",
  ];
  test.each(nasty)("%j", (text) => {
    expect(new Function(`return ${stringLiteral(text)}`)()).toBe(text);
    expect(new Function(`return \`${templateText(text)}\``)()).toBe(text);
    expect(new Function(`return { ${propertyKey(text)}: 1 }`)()).toEqual({ [text]: 1 });
    expect(stringLiteral(text)).not.toMatch(/[\n\u2028\u2029]/);
    expect(docComment(text).slice(3, -2)).not.toContain("*/");
  });

  test("values keep an own __proto__", () => {
    const value = JSON.parse('{"__proto__":{"a":[1,null,"x"]},"b c":true}');
    const copy = new Function(`return ${valueLiteral(value)}`)();
    expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
  });
});
