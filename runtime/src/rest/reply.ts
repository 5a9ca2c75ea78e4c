/** Facts about a response beside its data. */
export interface ResponseMeta {
  /** Version of the API. */
  readonly version: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly timestamp: string;
  readonly correlation_id?: string;
  /** Only on pages. */
  readonly page?: { readonly next_cursor: string | null };
  readonly [more: string]: unknown;
}

/** A successful answer as a REST client sees it. */
export interface RestReply<Data> {
  readonly data: Data;
  /** Null where the response has no envelope. */
  readonly meta: ResponseMeta | null;
  readonly status: number;
  readonly headers: Headers;
  /** Cursor of the next page; null: the last page, or no page at all. */
  readonly nextCursor: string | null;
}

/** Options of a REST client. */
export interface RestClientOptions {
  /** Origin of the API, e.g. `http://127.0.0.1:8080`; the base path of the contract is added. */
  readonly baseUrl: string;
  /** Sent as `X-API-Key`. */
  readonly apiKey?: string;
  /** Bearer token, or where to get a fresh one before each call. */
  readonly token?: string | (() => string | null | Promise<string | null>);
  /** Added to every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Id of the piece of work that a call belongs to; null or absent: the server makes one. */
  readonly correlationId?: () => string | null;
  /** Milliseconds to wait for an answer (for a stream: for its start); default 30,000. */
  readonly timeoutMs?: number;
  /** Default: the platform's own. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Options of one call. */
export interface RestCallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly correlationId?: string;
}

/** Input of one call, before the types of an operation are put on it. */
export interface RestCallInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly cookies?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}
