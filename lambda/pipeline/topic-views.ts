import type { TopicLogView, TopicLogViews } from "#core/claim.ts";
import type { Instant } from "#core/instant.ts";
import { joinsIn } from "#core/merge.ts";
import type { Clock } from "./ports/clock.ts";
import type { TopicLog } from "./ports/topics.ts";

/** The logs of topics as a sender sees them. */
export interface FreshViews {
  /** Reads the logs of these topics again where they were last read so many milliseconds ago. */
  refresh(topics: readonly string[], maxAgeMs: number): Promise<void>;
  readonly views: TopicLogViews;
}

/** Views of topics' logs that are read when they are too old, however many mails need them. */
export function freshViews(topicLog: TopicLog, clock: Clock): FreshViews {
  const views = new Map<string, { readonly readAt: Instant; readonly view: Promise<TopicLogView> }>();
  const seen = new Map<string, TopicLogView>();

  const read = async (topic: string): Promise<TopicLogView> => {
    const versions = await topicLog.read(topic, 0);
    const joins = joinsIn(versions);
    const view = {
      tail: versions.length,
      versions: (after: number) => versions.slice(after),
      ...(joins.length === 0 ? {} : { joins }),
    };
    seen.set(topic, view);
    return view;
  };

  return {
    refresh: async (topics, maxAgeMs) => {
      const now = clock.now();
      for (const topic of topics) {
        const known = views.get(topic);
        if (known === undefined || now - known.readAt >= maxAgeMs) views.set(topic, { readAt: now, view: read(topic) });
      }
      await Promise.all(topics.map((topic) => views.get(topic)?.view));
    },
    views: (topic) => {
      const view = seen.get(topic);
      if (view === undefined) throw new Error(`the log of ${topic} was not read before it was claimed from`);
      return view;
    },
  };
}
