import { defineMailer } from "../../generated/services/mailer.ts";
import { handlers } from "./handlers/index.ts";
import { createStore } from "./store.ts";

/** Mailer, ready for a host. */
export default defineMailer({ handlers, store: createStore });
