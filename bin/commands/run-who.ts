import { z } from "zod";
import { reachStack, type StackOptions } from "../operate.ts";
import { remark, say, sayRefused } from "../say.ts";

/** What `--state` may say. */
export const standings = ["submitted", "refused", "uncertain", "waiting"] as const;

export interface WhoOptions extends StackOptions {
  readonly state?: (typeof standings)[number];
}

const pageShape = z.object({
  deliveries: z.array(
    z.looseObject({
      delivery: z.string(),
      subscriber: z.string(),
      state: z.string(),
      reason: z.string().optional(),
      attempt: z.number(),
    }),
  ),
  next: z.object({ shard: z.number(), first: z.string() }).optional(),
});

/** Characters of a subscriber's id, of the longest state and of the longest reason. */
const widths = [16, 9, 18] as const;

/** Prints what became of everybody of a run, page by page as the stack tells it. */
export async function who(id: string, options: WhoOptions): Promise<void> {
  const stack = await reachStack(options);
  if (stack === undefined) return;
  const state = options.state === undefined ? {} : { state: options.state };
  let after: z.infer<typeof pageShape>["next"];
  let count = 0;
  do {
    const answer = await stack.operate({ command: "run.who", run: id, ...state, ...(after && { after }) });
    if ("refused" in answer) return sayRefused({ refused: answer.refused }, options.json);
    const { deliveries, next } = pageShape.parse(answer.done);
    if (count === 0 && deliveries.length > 0 && !options.json)
      say({}, line(["SUBSCRIBER", "STATE", "REASON", "DELIVERY"]), false);
    for (const one of deliveries) {
      say(one, line([one.subscriber, one.state, one.reason ?? "", one.delivery]), options.json);
    }
    count += deliveries.length;
    after = next;
  } while (after !== undefined);
  if (count === 0 && !options.json)
    remark(options.state === undefined ? "It has nobody." : `Nobody is ${options.state}.`);
}

/** Columns of fixed widths: nobody knows what the next page brings. */
function line(cells: readonly string[]): string {
  return cells
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join("  ")
    .trimEnd();
}
