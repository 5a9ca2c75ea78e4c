import { BerrysError } from "@berrys/runtime/v1";
import type { GreeterHandlers } from "@greetings/contracts/services/greeter";
import type { Store } from "../store.ts";

/** What greeter does; a missing handler does not compile. */
export const handlers = {
  rest: {
    getGreeting: unimplemented("getGreeting"),
  },
  rpc: {
    greeterService: {
      greet: unimplemented("greet"),
    },
  },
  events: {
    greetingSent: unimplemented("greetingSent"),
  },
  commands: {
    greetingSend: unimplemented("greetingSend"),
  },
} satisfies GreeterHandlers<Store>;

/** Stands in until the handler is written. */
function unimplemented(operation: string): () => never {
  return () => {
    throw new BerrysError("unimplemented", `${operation} is not written yet`);
  };
}
