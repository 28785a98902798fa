import { type FoundDevelopment, fingerprint } from "#core/development.ts";

/**
 * The developments that can be told apart: each said once, and with only those keys that name one of them.
 *
 * A key that several developments of one reading share (one guid for a whole feed, one address for a whole page)
 * would turn each of them into a new wording of the others at every pull. What has no key is known by its headline;
 * of several with the same one the first stays, which is the newest.
 */
export function distinct(found: readonly FoundDevelopment[]): FoundDevelopment[] {
  const once = firstOfEach(found, ({ headline, text, key }) => JSON.stringify([key, headline, text]));
  const uses = countBy(once, ({ key }) => key);
  const named = once.map(({ key, ...development }): FoundDevelopment => {
    return key !== undefined && uses.get(key) === 1 ? { ...development, key } : development;
  });
  return firstOfEach(named, ({ key, headline }) => (key === undefined ? fingerprint(headline) : `:${key}`));
}

/** How many of the things share each name. */
export function countBy<Thing, Name>(things: readonly Thing[], nameOf: (thing: Thing) => Name): Map<Name, number> {
  const counts = new Map<Name, number>();
  for (const thing of things) counts.set(nameOf(thing), (counts.get(nameOf(thing)) ?? 0) + 1);
  return counts;
}

function firstOfEach<Thing>(things: readonly Thing[], nameOf: (thing: Thing) => string): Thing[] {
  const seen = new Set<string>();
  return things.filter((thing) => seen.size < seen.add(nameOf(thing)).size);
}
