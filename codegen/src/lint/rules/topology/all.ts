import type { SingleCheck } from "../../groups.ts";
import { callCycle } from "./call-cycle.ts";
import { commandUnreceived } from "./command-unreceived.ts";
import { commandUnsent } from "./command-unsent.ts";
import { eventLoop } from "./event-loop.ts";
import { eventUnfollowed } from "./event-unfollowed.ts";
import { eventUnpublished } from "./event-unpublished.ts";
import { followsItselfAlone } from "./follows-itself-alone.ts";
import { idleService } from "./idle-service.ts";
import { pathTwoOwners } from "./path-two-owners.ts";
import { retentionBelowBacklog } from "./retention-below-backlog.ts";
import { rpcUncalled } from "./rpc-uncalled.ts";
import { selfCall } from "./self-call.ts";
import { sourceNeverSends } from "./source-never-sends.ts";
import { subscriberMissing } from "./subscriber-missing.ts";
import { subscriberNotListed } from "./subscriber-not-listed.ts";
import { timeoutBelowRpc } from "./timeout-below-rpc.ts";
import { unusedChannel } from "./unused-channel.ts";
import { unusedMessage } from "./unused-message.ts";

/** Every rule of this group with its check. */
export const topologyRuleFiles: readonly SingleCheck[] = [
  { id: "topology/event-unfollowed", kind: "asyncapi", check: eventUnfollowed },
  { id: "topology/event-unpublished", kind: "asyncapi", check: eventUnpublished },
  { id: "topology/command-unsent", kind: "asyncapi", check: commandUnsent },
  { id: "topology/command-unreceived", kind: "asyncapi", check: commandUnreceived },
  { id: "topology/follows-itself-alone", kind: "asyncapi", check: followsItselfAlone },
  { id: "topology/event-loop", kind: "asyncapi", check: eventLoop },
  { id: "topology/unused-channel", kind: "asyncapi", check: unusedChannel },
  { id: "topology/unused-message", kind: "asyncapi", check: unusedMessage },
  { id: "topology/idle-service", kind: "workspace", check: idleService },
  { id: "topology/call-cycle", kind: "workspace", check: callCycle },
  { id: "topology/self-call", kind: "workspace", check: selfCall },
  { id: "topology/path-two-owners", kind: "openapi", check: pathTwoOwners },
  { id: "topology/retention-below-backlog", kind: "asyncapi", check: retentionBelowBacklog },
  { id: "topology/timeout-below-rpc", kind: "openapi", check: timeoutBelowRpc },
  { id: "topology/subscriber-not-listed", kind: "asyncapi", check: subscriberNotListed },
  { id: "topology/subscriber-missing", kind: "asyncapi", check: subscriberMissing },
  { id: "topology/source-never-sends", kind: "asyncapi", check: sourceNeverSends },
  { id: "topology/rpc-uncalled", kind: "workspace", check: rpcUncalled },
];
