import { decodeLink, encodeLink } from "#core/link.ts";
import type { Links } from "#pipeline/ports/links.ts";

/** Links without a signature: nobody forges them here, and signing them would take a fifth of the time. */
export const plainLinks: Links = {
  url: (link) => `https://follow.tidewater.example/${link.purpose}/${encodeLink(link)}`,
  open: decodeLink,
};

export function tokenOf(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
