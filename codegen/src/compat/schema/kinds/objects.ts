import { changes, narrows, neutral, type SchemaKindInfo, widens } from "./kind-info.ts";

const optional = "Add the property as optional, with a default, until everybody sends it.";
const deprecate = "Deprecate the property and keep it until nobody reads it any more.";
const keepProperty = "Keep the property, mark it deprecated and ignore what comes.";
const keepOpen = "Leave the object open, and ignore what is not known.";
const keepClosed = "Keep the object closed, or offer the open form in a new version.";
const keepMap = "Keep accepting the keys and values that are sent today.";
const promise = "Keep writing what is promised today, or offer the new form in a new version.";

/** Kinds about objects and lists. */
export const objectKinds = {
  "property-added": neutral(
    "An optional property was added to %",
    "Nobody is hurt: objects are read as open, and the property may be missing.",
    "Nothing to do.",
  ),
  "property-added-to-closed": widens(
    "An optional property was added to an object of % that was closed",
    "a property that their closed schema refuses",
    "Open the object for readers first, and add the property once they all know it.",
  ),
  "required-property-added": narrows(
    "A required property was added to %",
    "objects without it",
    optional,
  ),
  "required-property-added-to-closed": changes(
    "A required property was added to an object of % that was closed",
    ["objects without it", "a property that their closed schema refuses"],
    "Open the object and add the property as optional first.",
  ),
  "property-removed": {
    effect: "widens",
    levels: { reader: "warn", writer: "error" },
    title: "An optional property was removed from %",
    refused: "the property, and it is no longer read",
    surprise: "objects without a property that they use",
    fixReader: keepProperty,
    fixWriter: deprecate,
  },
  "required-property-removed": {
    effect: "widens",
    levels: { reader: "warn", writer: "error" },
    title: "A required property was removed from %",
    refused: "the property, and it is no longer read",
    surprise: "objects without a property that they rely on",
    fixReader: keepProperty,
    fixWriter: deprecate,
  },
  "property-removed-from-closed": {
    effect: "both",
    title: "A property was removed from an object of % that is closed",
    refused: "the property",
    surprise: "objects without a property that they use",
    fixReader: keepProperty,
    fixWriter: deprecate,
  },
  "property-became-required": narrows(
    "A property of % became required",
    "objects without it",
    "Keep the property optional, with a default, until everybody sends it.",
  ),
  "property-became-optional": widens(
    "A property of % became optional",
    "objects without a property that they rely on",
    "Keep writing the property always and keep the promise in the contract.",
  ),
  "property-became-read-only": neutral(
    "A property of % became read-only",
    "Clients that still send the property are no longer heard.",
    keepProperty,
    { reader: "warn", writer: "error" },
  ),
  "property-no-longer-read-only": neutral(
    "A property of % is no longer read-only",
    "Nobody is refused: the property may be sent from now on.",
    "Nothing to do.",
  ),
  "property-became-write-only": neutral(
    "A property of % became write-only",
    "Clients that read the property do not get it any more.",
    deprecate,
    { reader: "warn", writer: "error" },
  ),
  "property-no-longer-write-only": neutral(
    "A property of % is no longer write-only",
    "Nobody is hurt: objects are read as open.",
    "Check that the property holds nothing that must stay secret.",
  ),
  "additional-properties-closed": {
    effect: "narrows",
    levels: { reader: "warn", writer: "info" },
    title: "An object of % was closed",
    refused: "properties that the contract never named, and they are refused now",
    fixReader: keepOpen,
  },
  "additional-properties-opened": {
    effect: "widens",
    levels: { reader: "info", writer: "warn" },
    title: "An object of % was opened",
    surprise: "properties that their closed schema refuses, as soon as there are any",
    fixWriter: keepClosed,
  },
  "additional-properties-restricted": {
    effect: "narrows",
    levels: { reader: "warn", writer: "info" },
    title: "Properties that are not named in % must fit a schema",
    refused:
      "properties that the contract never named and that do not fit, and they are refused now",
    fixReader: keepOpen,
  },
  "additional-properties-unrestricted": {
    effect: "widens",
    levels: { reader: "info", writer: "warn" },
    title: "Properties that are not named in % need not fit a schema any more",
    surprise: "properties that do not fit, as soon as there are any",
    fixWriter: promise,
  },
  "map-closed": narrows("A map of % was closed", "keys that were free to choose", keepMap),
  "map-opened": widens(
    "A closed object of % became a map",
    "keys that they do not know",
    keepClosed,
  ),
  "map-restricted": narrows(
    "Values of a free map of % must fit a schema",
    "values that do not fit",
    keepMap,
  ),
  "map-unrestricted": widens(
    "Values of a map of % need not fit a schema any more",
    "values that do not fit",
    promise,
  ),
  "pattern-property-added": neutral(
    "A pattern of property names was added to %",
    "Nobody is hurt: objects are read as open, and the properties may be missing.",
    "Nothing to do.",
  ),
  "pattern-property-added-to-closed": widens(
    "A pattern of property names was added to an object of % that was closed",
    "properties that their closed schema refuses",
    keepClosed,
  ),
  "pattern-property-removed": {
    effect: "widens",
    levels: { reader: "warn", writer: "error" },
    title: "A pattern of property names was removed from %",
    refused: "such properties, and they are no longer read",
    surprise: "objects without properties that they use",
    fixReader: keepProperty,
    fixWriter: deprecate,
  },
  "pattern-property-removed-from-closed": {
    effect: "both",
    title: "A pattern of property names was removed from an object of % that is closed",
    refused: "such properties",
    surprise: "objects without properties that they use",
    fixReader: keepProperty,
    fixWriter: deprecate,
  },
  "property-names-narrowed": narrows(
    "Fewer property names are allowed in %",
    "property names that only the old schema allows",
    keepMap,
  ),
  "property-names-widened": widens(
    "More property names are allowed in %",
    "property names that the old schema refuses",
    promise,
  ),
  "dependent-required-added": narrows(
    "A property of % needs another one beside it",
    "the one without the other",
    "Keep accepting the one without the other until everybody sends both.",
  ),
  "dependent-required-removed": widens(
    "A property of % no longer needs another one beside it",
    "the one without the other",
    promise,
  ),
  "dependent-schema-added": narrows(
    "A property of % puts conditions on its object",
    "objects that have the property and do not fit the conditions",
    keepMap.replace("keys and values", "objects"),
  ),
  "dependent-schema-removed": widens(
    "A property of % puts no conditions on its object any more",
    "objects that have the property and do not fit the former conditions",
    promise,
  ),
  "items-closed": narrows(
    "A list of % takes no further items",
    "lists with more items",
    "Keep accepting longer lists, and ignore what is not known.",
  ),
  "items-opened": widens(
    "A list of % may have further items",
    "items that they do not expect",
    promise,
  ),
  "unique-items-added": narrows(
    "Items of a list of % must differ",
    "lists that repeat an item",
    "Remove repeated items when they come instead of refusing them.",
  ),
  "unique-items-removed": widens(
    "Items of a list of % may repeat",
    "lists that repeat an item",
    promise,
  ),
  "contains-added": narrows(
    "A list of % must contain a certain item",
    "lists without such an item",
    keepMap.replace("keys and values", "lists"),
  ),
  "contains-removed": widens(
    "A list of % need not contain a certain item any more",
    "lists without such an item",
    promise,
  ),
  "contains-narrowed": narrows(
    "The item that a list of % must contain was narrowed",
    "lists with an item that only the old schema accepts",
    keepMap.replace("keys and values", "lists"),
  ),
  "contains-widened": widens(
    "The item that a list of % must contain was widened",
    "lists without an item that they rely on",
    promise,
  ),
  "contains-changed": changes(
    "The item that a list of % must contain changed",
    ["lists with the old item", "lists without an item that they rely on"],
    "Ask for the new item beside the old one, or offer the new form in a new version.",
  ),
} as const satisfies Readonly<Record<string, SchemaKindInfo>>;
