/** Kills processes of a stack's functions at moments that a seed gives. */
import { setTimeout as sleep } from "node:timers/promises";
import { dice } from "./dice.ts";
import type { LocalStack } from "./local-stack.ts";

/** The functions that work by themselves. What a person waits for is not killed: they would ask again. */
const BY_THEMSELVES = ["tick", "plan", "send", "notify", "listen"];

/** Between two kills, in milliseconds. */
const SHORTEST_WAIT_MS = 50;
const USUAL_LONGEST_WAIT_MS = 900;

export interface Killing {
  /** Ends it, and gives how many processes of each function were killed at work. */
  stop(): Promise<Readonly<Record<string, number>>>;
}

export interface KillingOrder {
  readonly seed: number;
  /** It ends by itself after so many. */
  readonly most: number;
  /** Whose processes; without it those of all functions that work by themselves. */
  readonly functions?: readonly string[];
  /** The longest time between two kills. */
  readonly longestWaitMs?: number;
}

interface Listed {
  readonly function: string;
  readonly pid: number;
  readonly busy: boolean;
}

/** Kills processes, each while it works, until it is stopped. */
export function startKilling(
  { local }: LocalStack,
  { seed, most, functions = BY_THEMSELVES, longestWaitMs = USUAL_LONGEST_WAIT_MS }: KillingOrder,
): Killing {
  const roll = dice(seed);
  const killed: Record<string, number> = {};
  let isOver = false;
  let count = 0;
  const kill = async () => {
    while (!isOver && count < most) {
      await sleep(SHORTEST_WAIT_MS + roll() * (longestWaitMs - SHORTEST_WAIT_MS));
      const { processes } = (await (await fetch(`${local}/processes`)).json()) as { processes: readonly Listed[] };
      const atWork = processes.filter((each) => each.busy && functions.includes(each.function));
      const victim = atWork[Math.floor(roll() * atWork.length)];
      if (!victim || isOver) continue;
      process.kill(victim.pid, "SIGKILL");
      killed[victim.function] = (killed[victim.function] ?? 0) + 1;
      count += 1;
    }
  };
  const ended = kill();
  return {
    async stop() {
      isOver = true;
      await ended;
      return killed;
    },
  };
}
