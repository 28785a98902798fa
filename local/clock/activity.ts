/** Knows when the stack has nothing left to do: a turn of the clock waits for that at each of its stops. */

export interface Activity {
  /** Counts one piece of work as begun; call what it gives when the work has ended. */
  begin(): () => void;
  /** Adds a place where work may wait; `isIdle` is asked whenever something has ended. */
  watch(isIdle: () => boolean): void;
  /** Resolves when nothing runs and nothing waits. */
  settled(): Promise<void>;
}

export function createActivity(): Activity {
  const places: (() => boolean)[] = [];
  const waiting = new Set<() => void>();
  let running = 0;

  const isSettled = () => running === 0 && places.every((isIdle) => isIdle());
  const check = () => {
    if (waiting.size === 0 || !isSettled()) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  };

  return {
    begin() {
      running += 1;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        running -= 1;
        // What ended may have started something else on its way out: look once that has been counted.
        setImmediate(check);
      };
    },
    watch: (isIdle) => void places.push(isIdle),
    settled: () =>
      new Promise((resolve) => {
        waiting.add(resolve);
        setImmediate(check);
      }),
  };
}
