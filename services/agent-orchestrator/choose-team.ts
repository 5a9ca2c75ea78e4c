import { BerrysError } from "@berrys/runtime/errors";

/** What choosing looks at. */
export interface Choice {
  readonly name: string;
  readonly specializations: readonly string[];
  readonly capabilities: readonly string[];
}

export interface TeamOrder {
  readonly requiredCapabilities: readonly string[];
  /** Specializations that are preferred where several templates do. */
  readonly agentTypes: readonly string[];
  /** 0: as many as the capabilities need. */
  readonly maxAgents: number;
}

/**
 * Templates that together have every required capability: a specialist for each where there is room, so that work
 * goes on side by side, else as few as possible. Throws `failed_precondition` where no set of them will do.
 */
export function chooseTeam<Template extends Choice>(
  templates: readonly Template[],
  { requiredCapabilities, agentTypes, maxAgents }: TeamOrder,
): readonly Template[] {
  const required = [...new Set(requiredCapabilities)];
  const lacking = required.filter((wanted) => !templates.some((one) => has(one, wanted)));
  if (lacking.length > 0) {
    throw new BerrysError(
      "failed_precondition",
      `No agent template has the ${lacking.length === 1 ? "capability" : "capabilities"} ${lacking.join(", ")}`,
      { details: { capabilities: lacking } },
    );
  }
  const specialists = cover(templates, required, (template) => [
    preference(template, agentTypes),
    template.capabilities.length,
  ]);
  if (fits(specialists, maxAgents)) return specialists;
  const few = cover(templates, required, (template, open) => [
    -open.filter((wanted) => has(template, wanted)).length,
    preference(template, agentTypes),
  ]);
  if (fits(few, maxAgents)) return few;
  throw new BerrysError(
    "failed_precondition",
    `The capabilities need ${few.length} agents, but the project may have ${maxAgents}`,
  );
}

/** Takes for each capability that is still open the template with the lowest rank. */
function cover<Template extends Choice>(
  templates: readonly Template[],
  required: readonly string[],
  rank: (template: Template, open: readonly string[]) => readonly number[],
): readonly Template[] {
  const chosen: Template[] = [];
  // Without wishes one agent is a team too.
  const wanted = required.length === 0 ? templates.slice(0, 1).flatMap(first) : required;
  for (const capability of wanted) {
    if (chosen.some((template) => has(template, capability))) continue;
    const open = wanted.filter((other) => !chosen.some((template) => has(template, other)));
    const [best] = templates
      .filter((template) => has(template, capability))
      .toSorted((a, b) => compare(rank(a, open), rank(b, open)) || a.name.localeCompare(b.name));
    if (best !== undefined) chosen.push(best);
  }
  return chosen;
}

function first({ capabilities }: Choice): readonly string[] {
  return capabilities.slice(0, 1);
}

function preference(template: Choice, agentTypes: readonly string[]): number {
  return template.specializations.some((one) => agentTypes.includes(one)) ? 0 : 1;
}

function has({ capabilities }: Choice, capability: string): boolean {
  return capabilities.includes(capability);
}

function fits(team: readonly Choice[], maxAgents: number): boolean {
  return maxAgents === 0 || team.length <= maxAgents;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
