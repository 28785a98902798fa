import type { Teller } from "./development.ts";

/** Which development a key names, for whom. */
export interface SourceKeys {
  /** `key` names this development for whoever tells it, and from now on for all who are not told otherwise. */
  note(key: string, teller: Teller | undefined, development: number): void;
  /** The same for one that another has told before: for all others the key stays what it is. */
  noteBeside(key: string, teller: Teller, development: number): void;
  /**
   * The development that `key` names when `teller` says it, or undefined.
   *
   * @param isAnothers whether another source told that development
   */
  under(
    key: string,
    teller: Teller | undefined,
    isAnothers: (development: number, teller: Teller) => boolean,
  ): number | undefined;
}

/** Fewest characters of a key that no two sources make alike by chance: numbers and short words they do. */
const ownKeyMinLength = 20;

/**
 * The keys of a topic. Short keys are their source's own; an address, a `tag:` or something long means the same for all.
 *
 * @see docs/decisions/0032-what-names-a-development.md
 */
export function sourceKeys(): SourceKeys {
  const forAll = new Map<string, number>();
  const forOne = new Map<string, number>();
  return {
    note: (key, teller, development) => {
      forAll.set(key, development);
      if (teller !== undefined) forOne.set(keyWith(key, teller), development);
    },
    noteBeside: (key, teller, development) => {
      if (!forAll.has(key)) forAll.set(key, development);
      forOne.set(keyWith(key, teller), development);
    },
    under: (key, teller, isAnothers) => {
      const known = forAll.get(key);
      if (teller === undefined || isOfTheWorld(key)) return known;
      const own = forOne.get(keyWith(key, teller));
      return own ?? (known !== undefined && isAnothers(known, teller) ? undefined : known);
    },
  };
}

function isOfTheWorld(key: string): boolean {
  return key.length >= ownKeyMinLength || /^[a-z][a-z0-9+.-]*:/i.test(key);
}

function keyWith(key: string, { id }: Teller): string {
  return `${id}\n${key}`;
}
