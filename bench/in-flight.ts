import { setImmediate } from "node:timers/promises";

export interface InFlight {
  /** Has it counted as under way until it is over. */
  during<T>(ask: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

/** Counts what is under way, so that virtual time goes on only when nothing is. */
export function settling(): InFlight {
  let underWay = 0;
  let onQuiet = (): void => undefined;
  return {
    async during(ask) {
      underWay += 1;
      try {
        return await ask();
      } finally {
        underWay -= 1;
        if (underWay === 0) onQuiet();
      }
    },
    async settled() {
      await setImmediate();
      while (underWay > 0) {
        await new Promise<void>((resolve) => {
          onQuiet = resolve;
        });
        // What was waiting for the last answer may ask again.
        await setImmediate();
      }
    },
  };
}
