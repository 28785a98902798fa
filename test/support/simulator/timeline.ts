import type { Instant } from "#core/instant.ts";

/** Virtual time: what is to happen, in order. Nothing waits for a real clock. */
export interface Timeline {
  now(): Instant;
  /** Has something happen at a time, or now if that is past. What is due together happens in the order of asking. */
  at(time: Instant, act: () => void): void;
  after(ms: number, act: () => void): void;
  /** Lets everything happen until nothing is left or `isOver` says so; asked before each happening. */
  run(isOver: () => boolean): Promise<void>;
  /** How much has happened. */
  steps(): number;
}

interface Happening {
  readonly time: Instant;
  readonly order: number;
  readonly act: () => void;
}

export function timeline(startsAt: Instant): Timeline {
  const heap: Happening[] = [];
  let now = startsAt;
  let asked = 0;
  let steps = 0;

  const at = (time: Instant, act: () => void): void => {
    push(heap, { time: Math.max(time, now), order: asked++, act });
  };
  return {
    now: () => now,
    at,
    after: (ms, act) => at(now + ms, act),
    steps: () => steps,
    run: (isOver) =>
      new Promise((resolve, reject) => {
        const next = (): void => {
          try {
            const happening = isOver() ? undefined : pop(heap);
            if (happening === undefined) resolve();
            else {
              now = happening.time;
              steps += 1;
              happening.act();
              queueMicrotask(tick);
            }
          } catch (failure) {
            reject(failure);
          }
        };
        // Every promise that can go on does so first: the queue of ticks comes after that of promises.
        const tick = (): void => process.nextTick(next);
        queueMicrotask(tick);
      }),
  };
}

function isBefore(a: Happening, b: Happening): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

function push(heap: Happening[], happening: Happening): void {
  let index = heap.length;
  heap.push(happening);
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex];
    if (parent === undefined || !isBefore(happening, parent)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = happening;
}

function pop(heap: Happening[]): Happening | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    let childIndex = 2 * index + 1;
    let child = heap[childIndex];
    if (child === undefined) break;
    const right = heap[childIndex + 1];
    if (right !== undefined && isBefore(right, child)) {
      childIndex += 1;
      child = right;
    }
    if (!isBefore(child, last)) break;
    heap[index] = child;
    index = childIndex;
  }
  heap[index] = last;
  return first;
}
