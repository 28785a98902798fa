import type { FoundDevelopment } from "#core/development.ts";

/**
 * The developments with each said once, and with only those keys that name one of them.
 *
 * A key that several developments of one reading share (one guid for a whole feed, one address for a whole page)
 * would turn each of them into a new wording of the others at every pull.
 */
export function distinct(found: readonly FoundDevelopment[]): FoundDevelopment[] {
  const said = new Set<string>();
  const once = found.filter(({ headline, text, key }) => {
    const whole = JSON.stringify([key, headline, text]);
    return said.size < said.add(whole).size;
  });
  const uses = new Map<string, number>();
  for (const { key } of once) if (key !== undefined) uses.set(key, (uses.get(key) ?? 0) + 1);
  return once.map(({ key, ...development }) => ({
    ...development,
    ...(key !== undefined && uses.get(key) === 1 ? { key } : {}),
  }));
}
