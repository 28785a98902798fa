import { process } from "./boundaries.ts";
import type { StepPorts } from "./ports.ts";
import type { World } from "./world.ts";

/** Has a step done for somebody outside the stack, who tries again until there is an answer. */
export interface Persistent {
  act<T>(
    step: string,
    work: (ports: StepPorts) => Promise<T>,
    then?: (outcome: T) => void,
    /** After so many tries they give up. */
    triesMax?: number,
  ): void;
  /** Has something happen later, which counts as pending until then. */
  later(ms: number, go: () => void): void;
  /** How much is still to be done. */
  pending(): number;
}

/** How long someone waits before they try again, in milliseconds. */
const againMs = { low: 15_000, high: 60_000 };

export function persistent(world: World): Persistent {
  const { timeline, dice, line } = world;
  let pending = 0;
  return {
    pending: () => pending,
    later: (ms, go) => {
      pending += 1;
      timeline.after(ms, () => {
        pending -= 1;
        go();
      });
    },
    act: (step, work, then = () => undefined, triesMax = Number.POSITIVE_INFINITY) => {
      pending += 1;
      let tries = 0;
      const tryIt = (): void => {
        world.stir();
        tries += 1;
        let isTried = false;
        // One try can fail twice, as it may have two calls under way.
        const again = (): void => {
          if (isTried) return;
          isTried = true;
          if (tries >= triesMax) pending -= 1;
          else timeline.after(dice.between(againMs.low, againMs.high), tryIt);
        };
        work(line.portsOf(step, process(again))).then(
          (outcome) => {
            pending -= 1;
            then(outcome);
          },
          (failure: unknown) => {
            world.onFailure(failure);
            again();
          },
        );
      };
      tryIt();
    },
  };
}
