import type { Link } from "#core/link.ts";

/** A key that signs links, and the name under which their tokens carry it. */
export interface LinkKey {
  readonly id: string;
  readonly key: string;
}

/** Makes and reads the signed links of mails. */
export interface Links {
  /** The absolute address that carries the link. */
  url(link: Link): string;
  /** What a token says, or undefined where its signature does not hold. Whether it has expired is not asked here. */
  open(token: string): Link | undefined;
}

/** Where the dice are. */
export interface Ids {
  /** A new subscriber's id: 16 characters of `[A-Za-z0-9_-]`, 96 random bits. */
  subscriber(): string;
}
