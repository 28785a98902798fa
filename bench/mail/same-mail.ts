/** Whether two messages are one mail to whoever reads them, by two parsers that know nothing of each other. */
import { load } from "cheerio";
import { simpleParser } from "mailparser";
import PostalMime from "postal-mime";

/** Headers that a reader's mail program or provider acts on. Date and Message-ID are SES's own, whatever stands there. */
const headerNames = [
  "from",
  "to",
  "reply-to",
  "subject",
  "list-id",
  "list-unsubscribe",
  "list-unsubscribe-post",
  "precedence",
  "auto-submitted",
  "mime-version",
] as const;

/** A message as one parser reads it. */
export interface ReadMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
  readonly text: string;
}

/** How two libraries read messages: they share no code. */
export const parsers: Readonly<Record<string, (raw: Uint8Array) => Promise<ReadMessage>>> = {
  "postal-mime": async (raw) => {
    const mail = await PostalMime.parse(raw);
    const headers = new Map(mail.headers.map(({ key, value }) => [key, value]));
    return read(mail.html, mail.text, (name) => (name === "subject" ? mail.subject : headers.get(name)));
  },
  mailparser: async (raw) => {
    const mail = await simpleParser(Buffer.from(raw), { skipHtmlToText: true, skipTextToHtml: true });
    const headers = new Map(mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(":") + 1)]));
    return read(mail.html || "", mail.text, (name) => (name === "subject" ? mail.subject : headers.get(name)));
  },
};

/**
 * @param seen what counts of a message: all of it, unless somebody knows better
 * @throws where the two are not the same mail, naming the parser and the place
 */
export async function assertSameMail(
  ours: Uint8Array,
  theirs: Uint8Array,
  seen: (message: ReadMessage) => ReadMessage = (message) => message,
): Promise<void> {
  for (const [name, parse] of Object.entries(parsers)) {
    const read = async (raw: Uint8Array) => lines(seen(await parse(raw)));
    const [a, b] = await Promise.all([read(ours), read(theirs)]);
    const at = a.findIndex((line, index) => line !== b[index]);
    if (at === -1 && a.length === b.length) continue;
    throw new Error(`${name} reads two different mails: "${a[at]}" and "${b[at]}"`);
  }
}

/** The words of a page in order, each link's address after it. */
export function visibleHtml(html: string): string {
  const page = load(html);
  page("style, title").remove();
  page("a").each((_, link) => void page(link).append(` ${page(link).attr("href")} `));
  page("p, div, td, h1, h2, h3, br").each((_, block) => void page(block).append("\n"));
  return page
    .text()
    .replace(/[ \t]+/g, " ")
    .replace(/\s*\n\s*/g, "\n")
    .trim();
}

function lines({ headers, html, text }: ReadMessage): string[] {
  return [
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...html.split("\n"),
    ...text.split("\n"),
  ];
}

function read(
  html: string | undefined,
  text: string | undefined,
  header: (name: string) => string | undefined,
): ReadMessage {
  return {
    headers: Object.fromEntries(headerNames.map((name) => [name, unfolded(header(name) ?? "")])),
    html: sameLineEnds(html ?? ""),
    text: sameLineEnds(text ?? ""),
  };
}

/**
 * Where a header is folded is its writer's choice, and so are quotes around a name in plain words and brackets around an
 * address without one (RFC 5322, 2.2.3 and 3.4).
 */
function unfolded(value: string): string {
  const line = value.replace(/\s+/g, " ").trim();
  return line.replace(/^"([\w ]+)" </, "$1 <").replace(/^<([^@<>]+@[^@<>]+)>$/, "$1");
}

/** Line ends are CRLF on the wire whoever writes them, and an empty line at the end is nobody's words. */
function sameLineEnds(body: string): string {
  return body.replaceAll("\r\n", "\n").trimEnd();
}
