import { defineGreeter } from "@greetings/contracts/services/greeter";
import { handlers } from "./handlers/index.ts";
import { createStore } from "./store.ts";

/** Greeter, ready for a host. */
export default defineGreeter({ handlers, store: createStore });
