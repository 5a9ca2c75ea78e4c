import type { Rule } from "../../findings/rule.ts";

type Texts = readonly [title: string, why: string, fix: string];

const compile =
  "Code that was generated before and names it no longer compiles with the new files.";
const generated =
  "Generated code gets another name or form, so programs that use it no longer compile.";
const wire = "Old programs read the bytes by the old meaning: values are lost, wrong or refused.";
const json = "Old programs write and read other names in JSON, so values are lost or refused.";
const reuse =
  "Old data with the number or name would be read as something else once it is used again.";
const keep = "Keep it and mark it `deprecated = true`; remove it in a new package version.";
const keepOption = "Leave the option as it was.";
const newField = "Leave the field as it is and add a new one with a new number.";
const newRpc = "Leave the RPC as it is and add a new one.";

const gone = (what: string): Texts => [`${what} was removed`, compile, keep];
const option = (name: string): Texts => [
  `The file option \`${name}\` changed`,
  generated,
  keepOption,
];
const runtime = (what: string): Texts => [`${what} changed`, generated, keepOption];

const texts: Readonly<Record<string, Texts>> = {
  EXTENSION_NO_DELETE: gone("An extension"),
  SERVICE_NO_DELETE: [
    "A service was removed",
    "Old callers get UNIMPLEMENTED, and their code no longer compiles.",
    keep,
  ],
  ENUM_NO_DELETE: gone("An enum"),
  FILE_NO_DELETE: [
    "A file was removed",
    "Imports of the file and generated modules of its name are gone.",
    "Keep the file, or leave one that imports its successor publicly.",
  ],
  MESSAGE_NO_DELETE: gone("A message"),
  PACKAGE_ENUM_NO_DELETE: gone("An enum of a package"),
  PACKAGE_EXTENSION_NO_DELETE: gone("An extension of a package"),
  PACKAGE_MESSAGE_NO_DELETE: gone("A message of a package"),
  PACKAGE_NO_DELETE: gone("A package"),
  PACKAGE_SERVICE_NO_DELETE: [
    "A service of a package was removed",
    "Old callers get UNIMPLEMENTED, and their code no longer compiles.",
    keep,
  ],
  RPC_NO_DELETE: [
    "An RPC was removed",
    "Old callers get UNIMPLEMENTED, and their code no longer compiles.",
    keep,
  ],
  ENUM_VALUE_NO_DELETE: gone("An enum value"),
  ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED: [
    "An enum value was removed without reserving its name",
    json,
    'Add `reserved "<NAME>";` to the enum.',
  ],
  ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED: [
    "An enum value was removed without reserving its number",
    reuse,
    "Add `reserved <number>;` to the enum.",
  ],
  EXTENSION_MESSAGE_NO_DELETE: gone("An extension range of a message"),
  FIELD_NO_DELETE: [
    "A field was removed",
    "Code that names it no longer compiles, and old readers get its default instead of a value.",
    keep,
  ],
  FIELD_NO_DELETE_UNLESS_NAME_RESERVED: [
    "A field was removed without reserving its name",
    json,
    'Add `reserved "<name>";` to the message.',
  ],
  FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED: [
    "A field was removed without reserving its number",
    reuse,
    "Add `reserved <number>;` to the message.",
  ],
  ONEOF_NO_DELETE: gone("A oneof"),
  RESERVED_ENUM_NO_DELETE: [
    "A reservation of an enum was removed",
    reuse,
    "Keep the `reserved` line.",
  ],
  RESERVED_MESSAGE_NO_DELETE: [
    "A reservation of a message was removed",
    reuse,
    "Keep the `reserved` line.",
  ],
  ENUM_SAME_TYPE: [
    "An enum changed between open and closed",
    "Closed enums drop numbers that they do not know, open ones keep them, so programs see other values.",
    "Keep the `enum_type` feature and the syntax of the file.",
  ],
  ENUM_SAME_JSON_FORMAT: [
    "The JSON support of an enum changed",
    json,
    "Keep the `json_format` feature.",
  ],
  ENUM_VALUE_SAME_NAME: [
    "An enum value has another name",
    json,
    "Keep the name; add an alias with `allow_alias` where a new one is wanted.",
  ],
  FIELD_SAME_CARDINALITY: [
    "A field changed between single, optional, repeated and required",
    "Generated code gets another type for it, and readers may see one value instead of many.",
    newField,
  ],
  FIELD_WIRE_COMPATIBLE_CARDINALITY: [
    "A field changed its cardinality on the wire",
    wire,
    newField,
  ],
  FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY: [
    "A field changed its cardinality on the wire or in JSON",
    wire,
    newField,
  ],
  FIELD_SAME_TYPE: ["A field has another type", wire, newField],
  FIELD_WIRE_COMPATIBLE_TYPE: ["A field has a type that reads other bytes", wire, newField],
  FIELD_WIRE_JSON_COMPATIBLE_TYPE: [
    "A field has a type that reads other bytes or other JSON",
    wire,
    newField,
  ],
  FIELD_SAME_NAME: ["A field has another name", json, newField],
  FIELD_SAME_JSON_NAME: [
    "A field has another name in JSON",
    json,
    "Keep `json_name`, or set it to the old name.",
  ],
  FIELD_SAME_ONEOF: [
    "A field moved into, out of or between oneofs",
    "Setting one member of a oneof clears the others, so old and new programs disagree about what is set.",
    newField,
  ],
  FIELD_SAME_DEFAULT: [
    "A field has another default",
    "What is not sent means one thing to old programs and another to new ones.",
    "Keep the default.",
  ],
  FIELD_SAME_CPP_STRING_TYPE: runtime("The C++ string type of a field"),
  FIELD_SAME_JAVA_UTF8_VALIDATION: [
    "The UTF-8 validation of a field in Java changed",
    "Strings that were accepted are refused, or the other way round.",
    "Keep the `utf8_validation` feature.",
  ],
  FIELD_SAME_UTF8_VALIDATION: [
    "The UTF-8 validation of a field changed",
    "Strings that were accepted are refused, or the other way round.",
    "Keep the `utf8_validation` feature.",
  ],
  FIELD_SAME_JSTYPE: runtime("The JavaScript type of a field"),
  FILE_SAME_CC_ENABLE_ARENAS: option("cc_enable_arenas"),
  FILE_SAME_CC_GENERIC_SERVICES: option("cc_generic_services"),
  FILE_SAME_CSHARP_NAMESPACE: option("csharp_namespace"),
  FILE_SAME_GO_PACKAGE: option("go_package"),
  FILE_SAME_JAVA_GENERIC_SERVICES: option("java_generic_services"),
  FILE_SAME_JAVA_MULTIPLE_FILES: option("java_multiple_files"),
  FILE_SAME_JAVA_OUTER_CLASSNAME: option("java_outer_classname"),
  FILE_SAME_JAVA_PACKAGE: option("java_package"),
  FILE_SAME_OBJC_CLASS_PREFIX: option("objc_class_prefix"),
  FILE_SAME_OPTIMIZE_FOR: option("optimize_for"),
  FILE_SAME_PHP_CLASS_PREFIX: option("php_class_prefix"),
  FILE_SAME_PHP_METADATA_NAMESPACE: option("php_metadata_namespace"),
  FILE_SAME_PHP_NAMESPACE: option("php_namespace"),
  FILE_SAME_PY_GENERIC_SERVICES: option("py_generic_services"),
  FILE_SAME_RUBY_PACKAGE: option("ruby_package"),
  FILE_SAME_SWIFT_PREFIX: option("swift_prefix"),
  FILE_SAME_PACKAGE: [
    "A file moved to another package",
    "All qualified names change: calls go to paths that nobody serves, and `Any` values name unknown types.",
    "Keep the package; add a file for the new one.",
  ],
  FILE_SAME_SYNTAX: [
    "A file has another syntax or edition",
    "Presence, defaults and enums follow other rules in generated code.",
    "Keep the syntax, or move to an edition with features that keep the old behaviour.",
  ],
  MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR: [
    "The standard accessor of a message's descriptor was removed",
    generated,
    "Leave `no_standard_descriptor_accessor` unset.",
  ],
  MESSAGE_SAME_JSON_FORMAT: [
    "The JSON support of a message changed",
    json,
    "Keep the `json_format` feature.",
  ],
  MESSAGE_SAME_REQUIRED_FIELDS: [
    "A required field was added or removed",
    "Messages without the field are refused as a whole by whoever requires it.",
    "Add fields as optional, and leave required ones.",
  ],
  RPC_SAME_CLIENT_STREAMING: [
    "An RPC changed whether the caller streams",
    "Old callers speak another form of the call, so it fails.",
    newRpc,
  ],
  RPC_SAME_SERVER_STREAMING: [
    "An RPC changed whether the service streams",
    "Old callers expect another form of the answer, so the call fails.",
    newRpc,
  ],
  RPC_SAME_REQUEST_TYPE: [
    "An RPC takes another request",
    "Old callers send a message that the service reads as another one.",
    newRpc,
  ],
  RPC_SAME_RESPONSE_TYPE: [
    "An RPC gives another response",
    "Old callers read the answer as another message.",
    newRpc,
  ],
  RPC_SAME_IDEMPOTENCY_LEVEL: [
    "The idempotency level of an RPC changed",
    "Callers that repeat calls or send them with GET because they may, do harm or are refused when they may no longer.",
    "Keep the level, or add a new RPC.",
  ],
};

/** The catalog entry of one of buf's breaking rules, by its id (`proto/FIELD_SAME_TYPE`); null: buf has none of that name. */
export function bufRule(id: string): Rule | null {
  const name = id.startsWith("proto/") ? id.slice("proto/".length) : "";
  const found = Object.hasOwn(texts, name) ? texts[name] : undefined;
  if (found === undefined) return null;
  const [title, why, fix] = found;
  return { title, level: "error", why, fix };
}

/** Ids of all of buf's breaking rules. */
export function bufRuleIds(): readonly string[] {
  return Object.keys(texts).map((name) => `proto/${name}`);
}
