import type { RestOperationNode } from "../model/model.ts";
import type { SchemaScope } from "../schema/scope.ts";
import { interfaceOf } from "./code.ts";
import { stringLiteral } from "./literals.ts";
import { hasDefault, isAlwaysSent, parameterGroups } from "./rest-types.ts";

/** Whether a call without any input is complete. */
export function needsNoInput(operation: RestOperationNode): boolean {
  return operation.body?.required !== true && !operation.parameters.some(isAlwaysSent);
}

/** Whether a caller may leave out what a handler always gets: defaults, and groups without a required member. */
export function hasOwnInput(operation: RestOperationNode, scope: SchemaScope): boolean {
  return parameterGroups.some(([, place]) => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === place);
    const optional = parameters.filter((parameter) => !isAlwaysSent(parameter));
    const isOptional = parameters.length > 0 && optional.length === parameters.length;
    return isOptional || optional.some((parameter) => hasDefault(parameter, scope));
  });
}

/** Name of the type of what a caller sends, where it is not the type of what the handler gets. */
export function inputName(operation: RestOperationNode): string {
  return `${operation.typeName}Input`;
}

/** Type of what a caller sends, by way of what the handler gets; `request` is the name of that type. */
export function inputType(
  operation: RestOperationNode,
  request: string,
  scope: SchemaScope,
): string {
  const members = parameterGroups.flatMap(([group, place]) => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === place);
    if (parameters.length === 0) return [];
    const whole = `${request}["${group}"]`;
    const optional = parameters.filter((parameter) => !isAlwaysSent(parameter));
    const filled = optional.filter((parameter) => hasDefault(parameter, scope));
    if (optional.length === parameters.length) {
      return [`readonly ${group}?: ${filled.length === 0 ? whole : `Partial<${whole}>`};`];
    }
    if (filled.length === 0) return [`readonly ${group}: ${whole};`];
    const names = filled.map(({ name }) => stringLiteral(name)).join(" | ");
    return [`readonly ${group}: Omit<${whole}, ${names}> & Partial<Pick<${whole}, ${names}>>;`];
  });
  return interfaceOf(inputName(operation), [...members, ...bodyMember(operation, request)]);
}

function bodyMember({ body }: RestOperationNode, request: string): readonly string[] {
  if (body === null) return [];
  return body.required
    ? [`readonly body: ${request}["body"];`]
    : [`readonly body?: NonNullable<${request}["body"]>;`];
}
