import type { Claim } from "#core/claim.ts";
import type { DigestContents, DigestTopic } from "#core/digest.ts";
import { cadenceOf, type Run } from "#core/run.ts";
import type { SubscriberState } from "#core/subscriber.ts";
import { addressOf } from "#core/topic.ts";
import type { ComposedMail, DigestSlots, MailComposer } from "./ports/mail-composer.ts";
import type { Topics } from "./ports/topics.ts";

export interface ComposePorts {
  readonly topics: Topics;
  readonly composer: Pick<MailComposer, "digest">;
}

/** Composes the mails of a run, each distinct contents once. */
export type Composer = (claim: Claim, state: SubscriberState) => Promise<ComposedMail<DigestSlots>>;

/** Most mails that are kept composed: at 100 kB each, 20 MB. */
const composedMax = 200;

/**
 * A composer for one run.
 *
 * Readers with the same items, locale and zone get the same mail but for the slots; of a daily run at seven that is
 * nearly everyone.
 */
export function runComposer(ports: ComposePorts, run: Run): Composer {
  const composed = new Map<string, ComposedMail<DigestSlots>>();
  const cadence = cadenceOf(run);
  return async (claim, state) => {
    const manner = { locale: state.locale, zone: state.schedule.zone };
    const key = `${manner.locale} ${manner.zone} ${contentsKey(claim)}`;
    const known = composed.get(key);
    if (known !== undefined) return known;
    const kind = run.kind === "digest" && cadence === "instant" ? "catch-up" : run.kind;
    const topics = await Promise.all(
      Object.entries(claim.items).map(async ([slug, items]) => {
        const { title = slug, address = slug } = (await ports.topics.get(slug)) ?? {};
        return { slug, title, items, ...(address === slug ? {} : { address }) };
      }),
    );
    const contents: DigestContents = { kind, cadence, topics: asStories(topics) };
    const mail = ports.composer.digest(contents, manner);
    if (composed.size >= composedMax) composed.delete(composed.keys().next().value ?? "");
    composed.set(key, mail);
    return mail;
  };
}

/** Topics that have become one story, and are both followed, as one. */
function asStories(topics: readonly DigestTopic[]): readonly DigestTopic[] {
  const stories = new Map<string, DigestTopic>();
  for (const topic of topics) {
    const address = addressOf(topic);
    const known = stories.get(address);
    const items = [...(known?.items ?? []), ...topic.items];
    if (known !== undefined) items.sort((a, b) => b.version.recordedAt - a.version.recordedAt);
    stories.set(address, { ...(known ?? topic), items });
  }
  return [...stories.values()];
}

function contentsKey(claim: Claim): string {
  return Object.entries(claim.items)
    .map(([slug, items]) => `${slug}:${items.map((item) => `${item.label}${item.version.number}`).join(",")}`)
    .join(" ");
}
