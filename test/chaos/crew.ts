import type { FaultKind, ScheduledFault } from "./schedule.ts";
import type { ConsumeSettings, ProduceSettings, Working, World } from "./world.ts";

/** The processes of a fuzzed run, as a supervisor keeps them: who ends is replaced. */
export interface Crew {
  /** Starts everybody. */
  start(): Promise<void>;
  /** Does what a fault says, and ends it after its time. */
  suffer(fault: ScheduledFault): Promise<void>;
  /** Slows producers down, or lets them go on: a share of what they are meant to publish. */
  pace(share: number): void;
  /** Producers publish nothing new and are not replaced; resolves once they have confirmed everything. */
  finish(): Promise<void>;
  /** Nobody is replaced any more; resolves once nobody is about to start. */
  disband(): Promise<void>;
  /** Entries that are no message and that were put into streams. */
  poisoned(): number;
}

export interface CrewOptions {
  readonly world: World;
  /** Groups and how many consumers each has at least and at most. */
  readonly groups: readonly {
    readonly group: string;
    readonly from: number;
    readonly to: number;
  }[];
  /** What producers do; each has keys of its own. */
  readonly producers: readonly ProduceSettings[];
  readonly keysEach: number;
  readonly consume: ConsumeSettings;
}

/** What one process is meant to do, for whoever replaces it. */
type Post =
  | { readonly role: "consumer"; readonly settings: ConsumeSettings }
  | { readonly role: "producer"; readonly settings: ProduceSettings };

const garbage = ["what", "is this"] as const;
const stopMs = 60_000;

/** Every second process reaches Redis through the proxy. */
export function createCrew({ world, groups, producers, keysEach, consume }: CrewOptions): Crew {
  const posts = new Map<Working, Post>();
  const starting = new Set<Promise<unknown>>();
  let started = 0;
  let poisoned = 0;
  let share = 1;
  let finishing = false;
  let disbanded = false;

  const paced = (settings: ProduceSettings): ProduceSettings => ({
    ...settings,
    perSecond: (settings.perSecond ?? 100) * share,
  });
  const fill = (post: Post): Promise<void> => {
    const number = started++;
    const through = number % 2 === 0 ? ({ through: "proxy" } as const) : {};
    const keys = Array.from({ length: keysEach }, (_, i) => `p${number}-${i}`);
    const work = async (): Promise<void> => {
      const startedWith = share;
      const working =
        post.role === "consumer"
          ? await world.consume({ ...post.settings, ...through })
          : await world.produce({ ...paced(post.settings), ...through, keys });
      posts.set(working, post);
      // It may have changed while the process started.
      if (post.role === "producer" && share !== startedWith) tellPace(working, post);
      void working.actor.exited.then(() => replace(working));
    };
    const filling = work().catch(async (error: unknown) => {
      world.history.write({ step: "warning", text: `a process did not start: ${String(error)}` });
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (!disbanded && (!finishing || post.role === "consumer")) await fill(post);
    });
    starting.add(filling);
    return filling.finally(() => starting.delete(filling));
  };
  const tellPace = ({ actor }: Working, post: Post & { readonly role: "producer" }): void => {
    const { perSecond } = paced(post.settings);
    actor.order({ do: "pace", perSecond: perSecond ?? 100 }, "paced").catch(() => {});
  };
  const replace = (working: Working): void => {
    const post = posts.get(working);
    if (post === undefined) return;
    posts.delete(working);
    if (disbanded) return;
    if (post.role === "consumer" || !finishing) void fill(post);
  };
  const of = (role: Post["role"]): readonly Working[] =>
    [...posts].flatMap(([working, post]) => (post.role === role ? [working] : []));
  const choose = <T>(some: readonly T[], target: number): T | undefined =>
    some[Math.floor(target * some.length)];
  const membersOf = (group: string): readonly Working[] =>
    of("consumer").filter((working) => {
      const post = posts.get(working);
      return post?.role === "consumer" && post.settings.group === group;
    });

  const leave = async (working: Working): Promise<void> => {
    posts.delete(working);
    let late: NodeJS.Timeout | undefined;
    const timeout = new Promise<"late">((resolve) => {
      late = setTimeout(resolve, stopMs, "late");
    });
    const ended = await Promise.race([world.stop(working).catch(String), timeout]);
    clearTimeout(late);
    if (ended === "late") {
      world.history.write({
        step: "unexpected",
        text: `process ${working.actor.pid} did not stop`,
      });
      await world.kill(working);
    }
  };

  /** Begins a fault; returns what ends it, or null where there was nothing to harm. */
  const begin = async (fault: ScheduledFault): Promise<(() => unknown) | null> => {
    const { kind, target } = fault;
    switch (kind) {
      case "kill consumer":
      case "kill producer":
      case "pause consumer":
      case "pause producer": {
        const working = choose(of(/producer/.test(kind) ? "producer" : "consumer"), target);
        if (working === undefined) return null;
        if (/kill/.test(kind)) {
          working.actor.signal("SIGKILL");
          return () => {};
        }
        working.actor.signal("SIGSTOP");
        return () => working.actor.signal("SIGCONT");
      }
      case "consumer joins": {
        const group = choose(groups, target);
        if (group === undefined || membersOf(group.group).length >= group.to) return null;
        await fill({ role: "consumer", settings: { ...consume, group: group.group } });
        return () => {};
      }
      case "consumer leaves": {
        const group = choose(groups, target);
        if (group === undefined || membersOf(group.group).length <= group.from) return null;
        const working = membersOf(group.group)[0];
        if (working !== undefined) await leave(working);
        return () => {};
      }
      case "client kill":
        await world.client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        return () => {};
      case "connections cut":
        world.proxy.cut();
        return () => world.proxy.restore();
      case "half-open TCP":
        world.proxy.fallSilent();
        return () => world.proxy.restore();
      case "lost replies":
        world.proxy.loseReplies("EVALSHA", 1 + Math.floor(target * 4));
        return () => {};
      case "redis killed":
        await world.redis.kill();
        return () => world.redis.restart();
      case "redis paused":
        world.redis.pause();
        return () => world.redis.resume();
      case "script flush":
        await world.client.script("FLUSH");
        return () => {};
      case "poison":
        for (const stream of world.streams()) {
          await world.client.xadd(stream, "*", ...garbage);
          poisoned++;
        }
        return () => {};
      default:
        return kind satisfies never;
    }
  };

  return {
    start: async () => {
      const consumers = groups.flatMap(({ group, from }) =>
        Array.from({ length: from }, () =>
          fill({ role: "consumer", settings: { ...consume, group } }),
        ),
      );
      await Promise.all(consumers);
      await Promise.all(producers.map((settings) => fill({ role: "producer", settings })));
    },
    suffer: async (fault) => {
      const kind: FaultKind = fault.kind;
      const end = await begin(fault);
      if (end === null) return;
      world.history.write({ step: "fault", kind });
      if (fault.forMs === 0) return;
      await new Promise((resolve) => setTimeout(resolve, fault.forMs));
      await end();
      world.history.write({ step: "restore", kind });
    },
    pace: (changed) => {
      if (changed === share) return;
      share = changed;
      for (const [working, post] of posts) if (post.role === "producer") tellPace(working, post);
    },
    finish: async () => {
      finishing = true;
      while (starting.size > 0) await Promise.all(starting);
      await Promise.all(
        of("producer").map(async (working) => {
          await working.actor.order({ do: "finish" }, "produced").catch(() => {});
        }),
      );
    },
    disband: async () => {
      disbanded = true;
      while (starting.size > 0) await Promise.all(starting);
      posts.clear();
    },
    poisoned: () => poisoned,
  };
}
