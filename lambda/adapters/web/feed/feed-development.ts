import { type FoundDevelopment, headlineMaxLength, textMaxLength } from "#core/development.ts";
import { attributionOf } from "../article/attribution.ts";
import { headlineAndRest } from "../article/headline.ts";
import { firstLine, withFirstLine } from "../article/list-item.ts";
import { cutAtWord, oneLine } from "../clean-text.ts";
import { countBy, distinct } from "../distinct.ts";
import { limitedHtml } from "../limited-html.ts";
import { dropStart, lineText, type Passage, passagesText } from "../passage.ts";
import { feedDate } from "./feed-date.ts";
import { type FeedEntry, lineOf, passagesOf } from "./feed-entry.ts";

/** Longest name of a feed that is credited, in characters. */
const sourceMaxLength = 120;

/** Longest guid that names a development, in characters: it is kept with each of its versions. */
const keyMaxLength = 512;

/** Longest line under an entry that is taken for WordPress's own, in characters: it holds the title and the site's name. */
const footMaxLength = 600;

/** A development, and the name of it that its feed gives. */
interface Told {
  readonly development: FoundDevelopment;
  readonly id: string | undefined;
}

/**
 * The developments that the entries of a feed tell, each once, in the feed's order.
 *
 * A development's key is its own id, or its address where the id is missing or names another too, or none.
 */
export function feedDevelopments(entries: readonly FeedEntry[], base: string | undefined): FoundDevelopment[] {
  const told = once(entries.flatMap((entry) => toldBy(entry, base) ?? []));
  const ids = countBy(told, ({ id }) => id);
  const urls = countBy(told, ({ development }) => development.url);
  const keyed = told.map(({ development, id }): FoundDevelopment => {
    const { url } = development;
    const key = [ids.get(id) === 1 ? id : undefined, urls.get(url) === 1 ? url : undefined].find(
      (name) => name !== undefined && name.length <= keyMaxLength,
    );
    return key === undefined ? development : { ...development, key };
  });
  return distinct(keyed);
}

/** Each of those that say the same under the same name once. */
function once(told: readonly Told[]): Told[] {
  const seen = new Set<string>();
  return told.filter(({ id, development: { headline, text, url } }) => {
    return seen.size < seen.add(JSON.stringify([id, url, headline, text])).size;
  });
}

function toldBy(entry: FeedEntry, base: string | undefined): Told | undefined {
  const passages = firstWithWords(entry, entry.url ?? base);
  const title = lineOf(entry.title);
  const told = title === "" ? headlineAndRest(passages) : { headline: title, rest: withoutHeadline(passages, title) };
  if (told.headline === "") return undefined;
  const text = limitedHtml(told.rest, textMaxLength);
  const source = cutAtWord(oneLine(entry.source ?? ""), sourceMaxLength) || undefined;
  const attribution =
    source ?? attributionOf(told.headline, passagesText(told.rest).slice(0, textMaxLength))?.attribution;
  const publishedAt = entry.dates.map(feedDate).find((at) => at !== undefined);
  const development: FoundDevelopment = {
    headline: cutAtWord(told.headline, headlineMaxLength),
    ...(text === undefined ? {} : { text }),
    ...(entry.url === undefined ? {} : { url: entry.url }),
    ...(attribution === undefined ? {} : { attribution }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
  };
  return { development, id: entry.id };
}

function firstWithWords({ contents }: FeedEntry, baseUrl: string | undefined): readonly Passage[] {
  for (const content of contents) {
    const passages = passagesOf(content, baseUrl).filter((passage) => !isFootOfWordPress(passage));
    if (passages.length > 0) return passages;
  }
  return [];
}

/** What WordPress puts under whatever it syndicates: `The post … appeared first on ….`, in English where not translated. */
function isFootOfWordPress(passage: Passage): boolean {
  const text = passagesText([passage]);
  return text.length <= footMaxLength && /^The post .+ (?:appeared first on|first appeared on) .+\.$/s.test(text);
}

/** The passages without a first line, or its beginning, that only says the headline again. */
function withoutHeadline(passages: readonly Passage[], headline: string): readonly Passage[] {
  const line = firstLine(passages);
  const text = line === undefined ? "" : lineText(line);
  const bare = headline.replace(/[\s.…]+$/, "");
  if (line === undefined || !text.toLowerCase().startsWith(bare.toLowerCase())) return passages;
  const length = bare.length + (/^[\s.…:|–—-]*/.exec(text.slice(bare.length))?.[0].length ?? 0);
  const isWholeSentence = length === text.length || /[.…:|–—]/.test(text.slice(bare.length, length));
  return isWholeSentence ? withFirstLine(passages, dropStart(line, length)) : passages;
}
