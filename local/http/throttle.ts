/** A bucket of tokens, as API Gateway's stages have: so many requests a second, and so many at once. */

export interface Throttle {
  take(): boolean;
}

/** It runs by the machine's time: the clock that can be turned would empty it in an instant. */
export function createThrottle(
  { rate, burst }: { readonly rate: number; readonly burst: number },
  machineMs: () => number = () => performance.now(),
): Throttle {
  let tokens = burst;
  let filledAt = machineMs();
  return {
    take() {
      const at = machineMs();
      tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * rate);
      filledAt = at;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
