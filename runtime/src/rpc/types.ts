import type {
  DescMethod,
  DescMethodBiDiStreaming,
  DescMethodClientStreaming,
  DescMethodServerStreaming,
  DescMethodUnary,
  DescService,
  MessageInitShape,
  MessageShape,
} from "@bufbuild/protobuf";
import type { Client } from "@connectrpc/connect";

/** Signature of one method's handler. */
export type RpcHandler<Method extends DescMethod, Ctx> =
  Method extends DescMethodUnary<infer Input, infer Output>
    ? (request: MessageShape<Input>, context: Ctx) => Promise<MessageInitShape<Output>>
    : Method extends DescMethodServerStreaming<infer Input, infer Output>
      ? (request: MessageShape<Input>, context: Ctx) => AsyncIterable<MessageInitShape<Output>>
      : Method extends DescMethodClientStreaming<infer Input, infer Output>
        ? (
            requests: AsyncIterable<MessageShape<Input>>,
            context: Ctx,
          ) => Promise<MessageInitShape<Output>>
        : Method extends DescMethodBiDiStreaming<infer Input, infer Output>
          ? (
              requests: AsyncIterable<MessageShape<Input>>,
              context: Ctx,
            ) => AsyncIterable<MessageInitShape<Output>>
          : never;

/** Handlers of an RPC service: every method is required. */
export type RpcHandlers<Service extends DescService, Ctx> = {
  readonly [Method in keyof Service["method"]]: RpcHandler<Service["method"][Method], Ctx>;
};

/** Typed client of an RPC service; failures are `BerrysError`s. */
export type RpcClient<Service extends DescService> = Client<Service>;
