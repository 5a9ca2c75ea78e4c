/** What Redis had confirmed and no longer has: a failover or a crash took more back than its persistence keeps. */
export interface DataLoss {
  /** Messages that `publish` resolved for; whoever published them may publish them again. */
  readonly kind: "published";
  /** The stream that they went to. */
  readonly stream: string;
  /** How many of the last minute are gone; more may be, from before it. */
  readonly messages: number;
}

/** One sentence for people. */
export function lossText({ messages, stream }: DataLoss): string {
  return `${messages} confirmed messages of ${stream} are lost: Redis went back to an earlier state`;
}
