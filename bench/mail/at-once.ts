/** Does the same for each number below `count`, so many at once as the sender works on. */
export async function atOnce(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  const waiting = Array(count).keys();
  const workers = Array.from({ length: workersMax }, async () => {
    for (const index of waiting) await work(index);
  });
  await Promise.all(workers);
}

/** As many as `sendSlice` has. */
const workersMax = 64;
