import { Session } from "node:inspector/promises";

/** Tells which parts of our own code have run since it was last asked. */
export interface Coverage {
  /** Whether any of them had never run before; that is not noted. */
  hasNew(): Promise<boolean>;
  /** Whether any of them had never run before; from now on they have. */
  takeNew(): Promise<boolean>;
  /** How many have run in all. */
  total(): number;
}

/** Watches the code under `folder` by V8's own counters: no instrumentation, so it runs at nearly its usual pace. */
export async function coverageOf(folder: string): Promise<Coverage> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const seen = new Set<string>();
  const unseen = async (): Promise<string[]> => {
    const { result } = await session.post("Profiler.takePreciseCoverage");
    return result
      .filter(({ url }) => url.includes(folder))
      .flatMap(({ url, functions }) =>
        functions.flatMap(({ ranges }) =>
          ranges.flatMap(({ startOffset, endOffset, count }) => {
            const part = `${url}:${startOffset}-${endOffset}`;
            return count > 0 && !seen.has(part) ? [part] : [];
          }),
        ),
      );
  };
  return {
    total: () => seen.size,
    hasNew: async () => (await unseen()).length > 0,
    takeNew: async () => {
      const parts = await unseen();
      for (const part of parts) seen.add(part);
      return parts.length > 0;
    },
  };
}
