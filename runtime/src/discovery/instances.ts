/** Chooses which instance of a service is called. */
export interface Instances {
  /** Throws `unavailable` where no instance is known. */
  acquire(service: string): Acquired;
}

/** One instance, for one call. */
export interface Acquired {
  /** Base URL, without a trailing slash. */
  readonly url: string;
  /** Call exactly once, when the call is over: how it went; null is fine. */
  done(failure: unknown): void;
}

/** The one address of each service, whatever becomes of calls to it. */
export function staticInstances(url: (service: string) => string): Instances {
  return { acquire: (service) => ({ url: url(service), done: ignore }) };
}

function ignore(): void {}
