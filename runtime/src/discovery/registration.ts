/** What an instance says of itself when it is ready. */
export interface Registration {
  readonly service: string;
  /** Unique among all instances there ever were. */
  readonly id: string;
  /** Base URL that others reach it at, without a trailing slash. */
  readonly url: string;
  readonly version: string;
  /** Hash of all that it serves (`contract.ts`). */
  readonly contract: string;
  /** E.g. `connect`, `grpc`, `rest`. */
  readonly protocols: readonly string[];
  /** `BERRYS_ZONE`; null: not stated. */
  readonly zone: string | null;
  /** RFC 3339. */
  readonly startedAt: string;
}

/** An instance as the registry has it. */
export interface Listed extends Registration {
  /** Milliseconds until it counts as gone unless it is heard of again; 0 or less: it has been silent for too long. */
  readonly remainingMs: number;
}

/** Something about a service is different now. */
export interface Change {
  /** Null: changes may have been missed, of any service. */
  readonly service: string | null;
  /** Id of the instance that has said goodbye; null: something else happened. */
  readonly left: string | null;
}
