import type { Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import type { Layers } from "./layers.ts";

/** What the described application does with the messages of a channel. */
export type Action = "send" | "receive";

/** An AsyncAPI document of any version, as version 3 sees it: the one form that both sides are brought to. */
export interface View {
  readonly tree: ContractTree;
  readonly root: Located;
  readonly servers: readonly Server[];
  readonly channels: readonly Channel[];
  /** Document order. */
  readonly operations: readonly Operation[];
}

/** A server, its address taken apart. */
export interface Server {
  readonly key: string;
  readonly located: Located;
  /** Host and port without the protocol's own port and the names of placeholders, lower case. */
  readonly host: string;
  /** Starts with `/`, or empty; without the names of placeholders. */
  readonly pathname: string;
  /** Lower case. */
  readonly protocol: string;
  /** Names of the placeholders in host and path, in order. */
  readonly placeholders: readonly string[];
  /** `url` or `host`. */
  readonly addressAt: Located;
  readonly pathAt: Located;
}

/** A channel with the messages that travel on it. */
export interface Channel {
  readonly key: string;
  readonly located: Located;
  /** Null: known only at run time. */
  readonly address: string | null;
  /** The address without the names of its placeholders; null like the address. */
  readonly addressId: string | null;
  /** How reports name it: the address, with the key where several channels share it. */
  readonly label: string;
  readonly messages: readonly Message[];
  /** Keys of the servers that it is found on; null: on all. */
  readonly servers: readonly string[] | null;
}

/** A message, with its traits. */
export interface Message {
  readonly key: string;
  /** Name on the wire: `name`, else the constant `type` of its envelope, else the key. */
  readonly type: string;
  /** False: the type is only the key, which no other party sees. */
  readonly isNamed: boolean;
  readonly located: Located;
  readonly layers: Layers;
  readonly payload: Content;
  readonly headers: Content;
  /** Kind of the envelope that `x-berrys-envelope` of the payload names; null: none. */
  readonly envelope: Located | null;
  /** Text of what it carries, the same for messages that carry the same; worked out when first asked for. */
  readonly fingerprint: () => string;
  /** Names of the properties of its payload. */
  readonly properties: () => readonly string[];
}

/** A schema with the language it is written in. */
export interface Content {
  /** Null: anything. */
  readonly schema: Located | null;
  /** `schemaFormat`; null: JSON Schema as AsyncAPI has it. */
  readonly format: Located | null;
}

/** What an application does with a channel. */
export interface Operation {
  readonly key: string;
  readonly located: Located;
  readonly layers: Layers;
  readonly action: Action;
  readonly channel: Channel;
  readonly messages: readonly Message[];
  /** True where it names no messages and so means all of the channel, whatever is added to it. */
  readonly takesAll: boolean;
  readonly reply: Reply | null;
  /** Id of the service (`x-berrys-service`); null: not stated. */
  readonly service: string | null;
}

/** The answer to the messages of an operation. */
export interface Reply {
  readonly located: Located;
  /** `address.location`. */
  readonly location: Located | null;
  readonly channel: Channel | null;
  readonly messages: readonly Message[];
}
