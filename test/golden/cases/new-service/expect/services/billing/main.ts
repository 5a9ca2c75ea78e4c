import { defineBilling } from "../../generated/services/billing.ts";
import { handlers } from "./handlers/index.ts";
import { createStore } from "./store.ts";

/** billing, ready for a host. */
export default defineBilling({ handlers, store: createStore });
