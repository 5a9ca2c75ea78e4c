import type { Envelope } from "../envelope.ts";
import { BerrysError } from "../errors.ts";
import type { ReplyChannel } from "../transports/transport.ts";
import { isObject } from "../validation.ts";

/**
 * What caller and receiver of a request tell each other beside the reply. `started`: the receiver is at it and listens at
 * `address`. `cancel`: the caller has called it off.
 */
export type Control =
  | { readonly control: "started"; readonly request: string; readonly address: string }
  | { readonly control: "cancel"; readonly request: string };

const prefix = '{"control":';

/** Reads a control message; null: the text is something else, as replies are. */
export function parseControl(text: string): Control | null {
  if (!text.startsWith(prefix)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value) || typeof value.request !== "string") return null;
  const { control, request, address } = value;
  if (control === "cancel") return { control, request };
  return control === "started" && typeof address === "string"
    ? { control, request, address }
    : null;
}

/** Sends a control message; whoever is gone need not be told. */
export function sendControl(replies: ReplyChannel, to: string, control: Control): void {
  replies.send(to, JSON.stringify(control)).catch(() => undefined);
}

/** A request that is being handled. */
export interface Tracked {
  /** Aborts when the outer signal does, and when the caller calls the request off. */
  readonly signal: AbortSignal;
  /** Whether the caller has called it off. */
  isCanceled(): boolean;
  /** It is handled: nothing can call it off any more. */
  end(): void;
}

/** The requests that one consumer is handling. */
export interface Cancellations {
  /** Tells a caller that may call the request off that its handling begins. */
  track(request: Envelope, signal: AbortSignal): Tracked;
}

/** Listens for callers that call their requests off. */
export function createCancellations(replies: ReplyChannel | undefined): Cancellations {
  const running = new Map<string, AbortController>();
  replies?.onReply((body) => {
    const control = parseControl(body);
    if (control?.control !== "cancel") return;
    running
      .get(control.request)
      ?.abort(new BerrysError("canceled", "The caller has called the request off"));
  });
  return {
    track: ({ id, metadata }, signal) => {
      const caller = metadata?.reply_to;
      if (replies === undefined || caller === undefined || metadata?.cancelable !== true) {
        return { signal, isCanceled: () => false, end: () => undefined };
      }
      const controller = new AbortController();
      running.set(id, controller);
      sendControl(replies, caller, { control: "started", request: id, address: replies.address });
      return {
        signal: AbortSignal.any([signal, controller.signal]),
        isCanceled: () => controller.signal.aborted,
        end: () => {
          if (running.get(id) === controller) running.delete(id);
        },
      };
    },
  };
}
