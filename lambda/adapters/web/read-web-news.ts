import { oneLine } from "./clean-text.ts";
import { fetchPage, type PageReach } from "./fetch-page.ts";
import { readMaxMs } from "./read-bytes.ts";
import { type NewsReading, newsIn } from "./read-news.ts";
import { webUrl } from "./web-url.ts";

/** Longest part of an address that a refusal repeats, in characters. */
const namedMaxLength = 200;

/**
 * The developments in an article or a feed on the web, for somebody who may sit outside.
 *
 * @param reach *public* unless who asks may reach through us what only we can reach
 */
export async function readWebNews(address: string, reach: PageReach): Promise<NewsReading> {
  const name = oneLine(address).slice(0, namedMaxLength);
  const url = webUrl(address);
  if (url === undefined || new URL(url).username !== "") {
    return { refused: `${name} is not a complete web address without a name or password.` };
  }
  const read = await fetchPage(new URL(url), readMaxMs, reach);
  const reading = "refused" in read ? read : newsIn(read);
  return "refused" in reading ? { refused: `${name} ${reading.refused}.` } : reading;
}
