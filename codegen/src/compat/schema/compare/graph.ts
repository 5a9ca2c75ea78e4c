/** A claim that holds until it is refuted: all of its grounds must hold, or any of them. */
export interface Claim {
  readonly needs: "all" | "any";
  /** True once it is refuted; it stays so. */
  refuted: boolean;
  /** Grounds that are not refuted, for `any`. */
  left: number;
  readonly dependants: Claim[];
}

/** A new claim without grounds. `any` without grounds is refuted as soon as it is sealed. */
export function createClaim(needs: Claim["needs"]): Claim {
  return { needs, refuted: false, left: 0, dependants: [] };
}

/** Makes a claim rest on others. Claims may rest on each other: a circle holds unless something outside refutes it. */
export function rest(claim: Claim, grounds: readonly Claim[]): void {
  claim.left += grounds.length;
  for (const ground of grounds) {
    ground.dependants.push(claim);
    if (ground.refuted) weaken(claim);
  }
  if (claim.needs === "any" && claim.left === 0) refute(claim);
}

function weaken(claim: Claim): void {
  claim.left -= 1;
  if (claim.needs === "all" || claim.left === 0) refute(claim);
}

/** Refutes a claim, and what rests on it. */
export function refute(claim: Claim): void {
  const work = [claim];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    if (next.refuted) continue;
    next.refuted = true;
    for (const dependant of next.dependants) {
      dependant.left -= 1;
      if (dependant.needs === "all" || dependant.left === 0) work.push(dependant);
    }
  }
}

/** A claim that holds when one of the others does. */
export function anyOf(claims: readonly Claim[]): Claim {
  const claim = createClaim("any");
  rest(claim, claims);
  return claim;
}

/** A claim that holds when all of the others do. */
export function allOf(claims: readonly Claim[]): Claim {
  const claim = createClaim("all");
  rest(claim, claims);
  return claim;
}
