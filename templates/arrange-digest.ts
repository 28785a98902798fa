import type { DigestContents, DigestItem, DigestTopic } from "#core/digest.ts";

/** An item and the topic it belongs to. */
export interface PlacedItem {
  readonly item: DigestItem;
  readonly topic: DigestTopic;
}

/** One topic's items that are neither corrections nor the lead. */
export interface ArrangedTopic {
  readonly topic: DigestTopic;
  /** Newest first. */
  readonly items: readonly PlacedItem[];
  /** How many there are beyond these. */
  readonly hidden: number;
}

/** What a mail brings, in the order in which it is read. */
export interface ArrangedDigest {
  /** What readers were told wrongly comes first. */
  readonly corrections: readonly PlacedItem[];
  readonly hiddenCorrections: number;
  /** The most important of what is new, the newest of these; absent where the mail brings corrections only. */
  readonly lead?: PlacedItem;
  readonly topics: readonly ArrangedTopic[];
}

const weights = { breaking: 2, notable: 1, routine: 0 } as const;

/** Puts the items of a mail in order: corrections, the lead, then topic by topic. */
export function arrangeDigest(contents: DigestContents): ArrangedDigest {
  const placed = contents.topics.flatMap((topic) => topic.items.map((item) => ({ item, topic })));
  const corrections = placed.filter(({ item }) => item.label !== "new");
  const lead = placed.filter(({ item }) => item.label === "new").reduce<PlacedItem | undefined>(leadOf, undefined);
  const topics = contents.topics.map((topic) => ({
    topic,
    items: placed.filter((one) => one.topic === topic && one.item.label === "new" && one !== lead),
    hidden: 0,
  }));
  return {
    corrections,
    hiddenCorrections: 0,
    ...(lead && { lead }),
    topics: topics.filter(({ items }) => items.length > 0),
  };
}

function leadOf(best: PlacedItem | undefined, next: PlacedItem): PlacedItem {
  if (best === undefined) return next;
  const [a, b] = [best.item.version, next.item.version];
  const ahead = weights[b.importance] - weights[a.importance] || b.recordedAt - a.recordedAt;
  return ahead > 0 ? next : best;
}

/**
 * As much of a mail as there is room for, the rest counted as hidden.
 *
 * The lead always stays, though without its text where that has no room; then come corrections, then each topic's newest in turn, so that no topic crowds out another.
 * A topic is cut at its first item without room, so what is hidden is older than what is shown.
 *
 * @param room in bytes of html, for items alone
 * @param sizeBytes what one item takes
 */
export function fitDigest(
  arranged: ArrangedDigest,
  room: number,
  sizeBytes: (item: PlacedItem) => number,
): ArrangedDigest {
  const lead = arranged.lead && sizeBytes(arranged.lead) > room ? withoutText(arranged.lead) : arranged.lead;
  let left = room - (lead === undefined ? 0 : sizeBytes(lead));
  const take = (item: PlacedItem): boolean => {
    const size = sizeBytes(item);
    if (size > left) return false;
    left -= size;
    return true;
  };
  const corrections = takeWhile(arranged.corrections, take);
  const shown = arranged.topics.map(() => 0);
  let open = arranged.topics.map((_, index) => index);
  while (open.length > 0) {
    open = open.filter((index) => {
      const next = arranged.topics[index]?.items[shown[index] ?? 0];
      if (next === undefined || !take(next)) return false;
      shown[index] = (shown[index] ?? 0) + 1;
      return true;
    });
  }
  return {
    ...(lead && { lead }),
    corrections,
    hiddenCorrections: arranged.corrections.length - corrections.length,
    topics: arranged.topics.map(({ topic, items }, index) => {
      const count = shown[index] ?? 0;
      return { topic, items: items.slice(0, count), hidden: items.length - count };
    }),
  };
}

function withoutText({ item, topic }: PlacedItem): PlacedItem {
  const { text: _, ...version } = item.version;
  return { item: { ...item, version }, topic };
}

function takeWhile<Item>(items: readonly Item[], take: (item: Item) => boolean): readonly Item[] {
  const end = items.findIndex((item) => !take(item));
  return end === -1 ? items : items.slice(0, end);
}
