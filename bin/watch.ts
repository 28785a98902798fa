import type { NewsReading } from "#adapters/web/read-news.ts";

export type News = Pick<Exclude<NewsReading, { refused: string }>, "title" | "developments" | "leftOut">;

/** What came of publishing what was found. */
export type Counts = Readonly<Record<"added" | "updated" | "unchanged", number>> & { readonly heldBack?: number };

/** What one look at an input shows. */
export type Look =
  | { readonly kind: "unchanged" }
  /** `taken` is called when it has been published: until then the next look shows it again. */
  | { readonly kind: "news"; readonly news: News; readonly taken: () => void }
  /** Its server says that it has ended. */
  | { readonly kind: "gone" }
  | { readonly kind: "refused"; readonly refused: string; readonly retryAfterMs?: number };

/** What is told while watching. */
export type Happening =
  | { readonly kind: "changed"; readonly input: string; readonly counts: Counts }
  | { readonly kind: "failed"; readonly input: string; readonly refused: string; readonly againInMs: number }
  | { readonly kind: "mended" | "gone"; readonly input: string };

export interface WatchPorts {
  readonly now: () => number;
  /** Ends early when it is stopped. */
  readonly wait: (ms: number) => Promise<void>;
  readonly isStopped: () => boolean;
  readonly look: (input: string) => Promise<Look>;
  readonly publish: (input: string, news: News) => Promise<Counts | { readonly refused: string }>;
  readonly tell: (happening: Happening) => void;
}

/** All that came of watching. */
export interface WatchSum {
  readonly pulls: number;
  readonly added: number;
  readonly updated: number;
  readonly failures: number;
}

/** Longest pause after failures, in milliseconds: an hour, unless the inputs are looked at more seldom anyway. */
const backOffMaxMs = 60 * 60 * 1000;

interface Watched {
  readonly input: string;
  dueAt: number;
  failures: number;
  problem: string | undefined;
}

/**
 * Looks at each input again and again until it is stopped, or until every input has ended.
 *
 * After a failure the pause doubles each time, up to an hour; a server that asks for a longer one gets it. A failure is
 * told when it begins or changes, not each time.
 */
export async function watch(ports: WatchPorts, inputs: readonly string[], everyMs: number): Promise<WatchSum> {
  let sum: WatchSum = { pulls: 0, added: 0, updated: 0, failures: 0 };
  let watched = [...new Set(inputs)].map(
    (input): Watched => ({ input, dueAt: ports.now(), failures: 0, problem: undefined }),
  );
  while (watched.length > 0 && !ports.isStopped()) {
    for (const one of watched.filter(({ dueAt }) => dueAt <= ports.now())) {
      if (ports.isStopped()) return sum;
      const came = await pulled(ports, one);
      sum = plus({ ...sum, pulls: sum.pulls + 1 }, came);
      if (came.kind !== "gone") note(ports, one, came, everyMs);
      else {
        ports.tell({ kind: "gone", input: one.input });
        watched = watched.filter((other) => other !== one);
      }
    }
    const dueAt = Math.min(...watched.map((one) => one.dueAt));
    if (watched.length > 0 && dueAt > ports.now()) await ports.wait(dueAt - ports.now());
  }
  return sum;
}

type Pulled =
  | { readonly kind: "unchanged" | "gone" }
  | { readonly kind: "changed"; readonly counts: Counts }
  | { readonly kind: "failed"; readonly refused: string; readonly retryAfterMs?: number };

async function pulled(ports: WatchPorts, { input }: Watched): Promise<Pulled> {
  const look = await ports.look(input);
  if (look.kind === "refused") return { ...look, kind: "failed" };
  if (look.kind !== "news") return { kind: look.kind };
  const counts = await ports.publish(input, look.news);
  if ("refused" in counts) return { kind: "failed", refused: counts.refused };
  look.taken();
  return counts.added + counts.updated + (counts.heldBack ?? 0) > 0
    ? { kind: "changed", counts }
    : { kind: "unchanged" };
}

/** Tells what is worth telling, and says when the input is looked at next. */
function note(ports: WatchPorts, one: Watched, came: Exclude<Pulled, { kind: "gone" }>, everyMs: number): void {
  const { input } = one;
  if (came.kind !== "failed") {
    if (one.problem !== undefined) ports.tell({ kind: "mended", input });
    if (came.kind === "changed") ports.tell({ kind: "changed", input, counts: came.counts });
    Object.assign(one, { failures: 0, problem: undefined, dueAt: ports.now() + everyMs });
    return;
  }
  const pauseMs = Math.min(everyMs * 2 ** one.failures, Math.max(backOffMaxMs, everyMs));
  const againInMs = Math.max(pauseMs, came.retryAfterMs ?? 0);
  if (came.refused !== one.problem) ports.tell({ kind: "failed", input, refused: came.refused, againInMs });
  Object.assign(one, { failures: one.failures + 1, problem: came.refused, dueAt: ports.now() + againInMs });
}

function plus(sum: WatchSum, came: Pulled): WatchSum {
  if (came.kind === "failed") return { ...sum, failures: sum.failures + 1 };
  if (came.kind !== "changed") return sum;
  return { ...sum, added: sum.added + came.counts.added, updated: sum.updated + came.counts.updated };
}
