// What browsers and crawlers fetch beside the pages.

import { assetFiles } from "#pages/assets/files.ts";
import { layMethods, type RouteParts } from "./route.ts";

/** A year in seconds, the longest that caches keep anything: a file's name changes with its bytes. */
const assetSeconds = 31_536_000;

/** A day in seconds. */
const daySeconds = 86_400;

/** Links in mails are for their reader: crawlers are asked not to press them. */
const robots = `User-agent: *
Disallow: /confirm/
Disallow: /preferences/
Disallow: /unsubscribe/
`;

export function layAssetRoutes(parts: RouteParts): void {
  for (const { path, content, contentType } of assetFiles) {
    const caching = `public, max-age=${assetSeconds}, immutable`;
    layFile(parts, path, content, { "Content-Type": contentType, "Cache-Control": caching });
  }
  const caching = `public, max-age=${daySeconds}`;
  layFile(parts, "/robots.txt", robots, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": caching });
  // Pages name their icon; this is for programs that ask for one without reading a page.
  layMethods(parts, "/favicon.ico", {
    GET: () => new Response(undefined, { status: 204, headers: { "Cache-Control": caching } }),
  });
}

function layFile(parts: RouteParts, path: string, content: string, headers: Readonly<Record<string, string>>): void {
  layMethods(parts, path, { GET: () => new Response(content, { headers }) });
}
