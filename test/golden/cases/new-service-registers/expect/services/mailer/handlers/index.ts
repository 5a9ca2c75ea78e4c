import type { MailerHandlers } from "../../../generated/services/mailer.ts";
import type { Store } from "../store.ts";

/** What mailer does; a missing handler does not compile. */
export const handlers = {
  rest: {},
  rpc: {},
  events: {},
  commands: {},
} satisfies MailerHandlers<Store>;
