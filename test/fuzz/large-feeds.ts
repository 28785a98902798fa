// Feeds that are very large or very broken.

/** As much as a source may send. */
const sizeBytes = 5_000_000;
const start =
  '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Large</title>';
const end = "</channel></rss>";
const words = "The gates of the upper dam opened at noon, and the water in the valley rose by a hand. ";

/** As many as fill the size. */
function filled(one: (at: number) => string): string {
  const parts: string[] = [];
  for (let length = 0, at = 0; length < sizeBytes; at++) {
    const part = one(at);
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

const item = (at: number, text: string) =>
  `<item><title>Item ${at}</title><link>https://large.example/${at}</link><guid>${at}</guid><description>${text}</description></item>`;

/** Each by what is much in it. */
export const largeFeeds: Readonly<Record<string, () => string>> = {
  "5 MB of items with long texts": () =>
    start + filled((at) => item(at, `&lt;p&gt;${words.repeat(30)}&lt;/p&gt;`)) + end,
  "5 MB of items with short texts": () => start + filled((at) => item(at, words)) + end,
  "5 MB of items with markup as text": () =>
    start + filled((at) => item(at, `<![CDATA[${`<p><b>${words}</b></p>`.repeat(25)}]]>`)) + end,
  "5 MB of items with bare markup": () => start + filled((at) => item(at, `<p><b>${words}</b></p>`.repeat(25))) + end,
  "5 MB of items with many elements": () =>
    start +
    filled((at) => `<item><title>Item ${at}</title>${`<category>dam ${at}</category>`.repeat(70)}</item>`) +
    end,
  "5 MB of references": () => start + item(0, "x") + filled(() => "&eacute;") + end,
  "one item of 5 MB": () =>
    start +
    item(0, "x") +
    item(
      1,
      filled(() => words),
    ) +
    item(2, "x") +
    end,
  "quotes that never close": () => start + item(0, "x") + filled((at) => (at % 2 ? "<c d='" : '<a b="')) + end,
  "quotes that never close, among items": () => start + filled((at) => `<item><a b="${item(at, words)}`) + end,
  "200,000 items": () => start + "<item><title>One</title></item>".repeat(200_000) + end,
  "items that never end": () => start + item(0, "x") + filled((at) => `<item><title>Item ${at}</title>`) + end,
  "deep nesting": () => start + item(0, "x") + filled(() => "<a>") + end,
  "deep nesting in an item": () => `${start}<item><title>x</title>${filled(() => "<a>")}</item>${end}`,
  "signs that begin nothing": () =>
    start +
    item(
      0,
      filled(() => "< & "),
    ) +
    end,
  "one tag of 5 MB": () => `${start}<item ${filled((at) => `a${at}="b" `)}><title>x</title></item>${end}`,
  "5 MB of Atom": () =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>Large</title>${filled(
      (at) =>
        `<entry><id>${at}</id><title>Item ${at}</title><content type="html">${words.repeat(20)}</content></entry>`,
    )}</feed>`,
  "5 MB of JSON": () =>
    `{"version":"https://jsonfeed.org/version/1.1","title":"Large","items":[${filled(
      (at) => `{"id":"${at}","content_text":"${words.repeat(5)}"},`,
    )}{"id":"last"}]}`,
};
