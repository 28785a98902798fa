/** The readers of the bench's mail: who they are, and the links that stand in the mail of each. */
import { signedLinks } from "#adapters/node/signed-links.ts";
import { leaveLink } from "#core/link.ts";
import type { DigestSlots } from "#pipeline/ports/mail-composer.ts";
import { sentAt, setting, topics } from "./thirty-items.ts";

const slugs = topics.map(({ slug }) => slug);

/** Signs as the sender does. */
export const links = signedLinks([{ id: "1", key: "a key that only this bench has" }], setting.siteOrigin);

export function idOf(index: number): string {
  return `reader-${String(index).padStart(9, "0")}`;
}

export function addressOf(index: number): string {
  return `reader.${index}@mail.example`;
}

/** What differs in the mail of this reader: both links are signed here, as `deliver` does it. */
export function slotsOf(index: number): DigestSlots {
  const subscriber = idOf(index);
  return {
    to: addressOf(index),
    leaveUrl: links.url(leaveLink(subscriber, sentAt, "daily", slugs)),
    preferencesUrl: links.url({ purpose: "preferences", subscriber, issuedAt: sentAt }),
  };
}
