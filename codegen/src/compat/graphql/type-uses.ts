import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from "graphql/index.js";
import type { Direction } from "../../findings/finding.ts";
import type { Role } from "../../findings/rule.ts";

/** Which way the values of a type travel. */
export interface TypeUse {
  readonly role: Role;
  readonly direction: Direction;
}

/** Types that arguments and input fields take are read by the server, those of fields are written by it. */
export function createTypeUses(schema: GraphQLSchema): (typeName: string) => TypeUse {
  const inputs = new Set<string>();
  const outputs = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    for (const field of fieldsOf(type)) {
      (field.isInput ? inputs : outputs).add(field.type);
      for (const argument of field.arguments) inputs.add(argument);
    }
  }
  return (name) => {
    const type = schema.getType(name);
    const isInput = inputs.has(name) || isInputObjectType(type);
    const isOutput = outputs.has(name) || isObjectType(type) || isInterfaceType(type);
    if (isInput && isOutput) return { role: "both", direction: "both" };
    if (isInput) return { role: "reader", direction: "request" };
    return { role: "writer", direction: "response" };
  };
}

interface FieldTypes {
  readonly type: string;
  readonly isInput: boolean;
  readonly arguments: readonly string[];
}

function fieldsOf(type: GraphQLNamedType): readonly FieldTypes[] {
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map((field) => ({
      type: getNamedType(field.type).name,
      isInput: true,
      arguments: [],
    }));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).map((field) => ({
    type: getNamedType(field.type).name,
    isInput: false,
    arguments: field.args.map((argument) => getNamedType(argument.type).name),
  }));
}
