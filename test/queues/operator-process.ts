/** An operator of its own process: replays everything, twice, and prints what it moved. */
import { lettersOf, replayLetters } from "../../runtime/src/queues.ts";
import { createRedisQueueAdmin } from "../../runtime/src/transports/redis/admin/queue-admin.ts";

const [url = "", channel = "", partitions = "1"] = process.argv.slice(2);
const admin = createRedisQueueAdmin({ url });
const place = { kind: "event", channel, partitions: Number(partitions), group: "g" } as const;
const replay = () =>
  replayLetters(admin.letters, {
    places: [place],
    filter: {},
    by: `operator ${process.pid}`,
    why: "",
    run: String(process.pid),
  });

// Both begin at the same time: each waits until there are letters and the other is there.
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
const reports = [await replay(), await replay()];
let left = 0;
for await (const _ of lettersOf(admin.letters, [place], {})) left++;
process.stdout.write(`${JSON.stringify({ reports, left })}\n`);
admin.close();
process.stdin.destroy();
