import { load } from "cheerio";
import fc from "fast-check";
import PostalMime, { type Email } from "postal-mime";
import { describe, expect, test } from "vitest";
import { mailComposer } from "#adapters/ses/compose-mail.ts";
import type { DigestContents } from "#core/digest.ts";
import { digestMail } from "#templates/digest-mail.ts";
import { escapeHtml } from "#templates/escape-html.ts";
import { noticeMail } from "#templates/notice-mail.ts";
import { cleanLine, type SlotName, slots } from "#templates/slots.ts";
import {
  digest,
  digestSlots,
  exampleAlert,
  exampleDigest,
  item,
  manner,
  newsroom,
  noticeSlots,
  setting,
  topic,
} from "#test/templates/example-digests.ts";

const composer = mailComposer(setting);

function headersOf(raw: Uint8Array): [string, string][] {
  const head = Buffer.from(raw).toString("latin1").split("\r\n\r\n", 1)[0] ?? "";
  return head
    .replace(/\r\n(?=[ \t])/g, "")
    .split("\r\n")
    .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
}

function filled(body: string, values: Partial<Record<SlotName, string>>, write = (value: string) => value): string {
  return (Object.keys(values) as SlotName[]).reduce((said, name) => {
    return said.replaceAll(slots[name], () => write(values[name] ?? ""));
  }, body);
}

function sameLines(text: string | undefined): string {
  return (text ?? "").replaceAll("\r\n", "\n").replace(/\n+$/, "");
}

/** What SES and every relay behind it must be able to take. */
function expectSoundLines(raw: Uint8Array): void {
  const source = Buffer.from(raw).toString("latin1");
  expect(source).toMatch(/^[\x20-\x7e\t\r\n]*$/);
  expect(source.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  const [head = "", ...bodies] = source.split("\r\n\r\n");
  expect(head.split("\r\n").filter((line) => line.length > 998)).toEqual([]);
  // A line without a blank inside cannot be folded.
  const foldable = head.split("\r\n").filter((line) => !/^(To|List-Unsubscribe): \S+$|^ \S+$/.test(line));
  expect(foldable.filter((line) => line.length > 78)).toEqual([]);
  const bodyLines = bodies.join("\r\n\r\n").split("\r\n");
  expect(bodyLines.filter((line) => line.length > 76)).toEqual([]);
  expect(bodyLines.filter((line) => line.startsWith(".") || line.startsWith("From "))).toEqual([]);
}

function expectSame(parsed: Email, contents: DigestContents, values = digestSlots): void {
  const mail = digestMail(contents, manner, setting);
  expect(parsed.subject).toBe(mail.subject);
  expect(sameLines(parsed.text)).toBe(sameLines(filled(mail.text, values)));
  expect(sameLines(parsed.html)).toBe(sameLines(filled(mail.html, values, escapeHtml)));
}

describe("a digest as a message", () => {
  const raw = composer.digest(exampleDigest, manner).fill(digestSlots);

  test("comes back from a parser as it was worded, each slot filled", async () => {
    expectSame(await PostalMime.parse(raw), exampleDigest);
    expectSoundLines(raw);
  });

  test("has the headers of a list that can be left with one click, and no others", () => {
    expect(headersOf(raw)).toEqual([
      ["From", '"The Saltmere Courier" <updates@courier.example>'],
      ["To", "<rowan.reader+news@mail.example>"],
      ["Reply-To", '"The Saltmere Courier" <readers@courier.example>'],
      ["Subject", "Council votes 31 to 12 to close the Old Quay bridge (and 4 more)"],
      ["List-Id", '"The Saltmere Courier" <digests.courier.example>'],
      ["List-Unsubscribe", `<${digestSlots.leaveUrl}>`],
      ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"],
      ["Precedence", "bulk"],
      ["Auto-Submitted", "auto-generated"],
      ["MIME-Version", "1.0"],
      ["Content-Type", 'multipart/alternative; boundary="=_bulletin_="'],
    ]);
  });

  test("offers plain text first and html as the better alternative", () => {
    const types = [
      ...Buffer.from(raw)
        .toString()
        .matchAll(/^Content-Type: (text\/\w+)/gm),
    ].map(([, type]) => type);
    expect(types).toEqual(["text/plain", "text/html"]);
  });

  test("gives each subscriber their own and nothing of another's", async () => {
    const mail = composer.digest(exampleDigest, manner);
    const first = mail.fill(digestSlots);
    const others = {
      to: "kit@mail.example",
      leaveUrl: "https://n.example/u/k",
      preferencesUrl: "https://n.example/p/k",
    };
    const second = await PostalMime.parse(mail.fill(others));
    expectSame(second, exampleDigest, others);
    expect(`${second.html}${second.text}`).not.toContain("rowan");
    expectSame(await PostalMime.parse(first), exampleDigest);
  });

  test("folds a leave link that is longer than a line may be", async () => {
    const leaveUrl = `https://news.courier.example/unsubscribe/${"abcdefghij".repeat(420)}`;
    const long = composer.digest(exampleDigest, manner).fill({ ...digestSlots, leaveUrl });
    expectSoundLines(long);
    expectSame(await PostalMime.parse(long), exampleDigest, { ...digestSlots, leaveUrl });
    const header = headersOf(long).find(([name]) => name === "List-Unsubscribe")?.[1];
    expect(header?.replace(/\s/g, "")).toBe(`<${leaveUrl}>`);
  });

  test("says how large its html is", async () => {
    const mail = composer.digest(exampleDigest, manner);
    const parsed = await PostalMime.parse(mail.fill({ to: "", leaveUrl: "", preferencesUrl: "" }));
    expect(Math.abs(Buffer.byteLength(parsed.html ?? "") - mail.htmlBytes)).toBeLessThan(50);
  });
});

describe("an alert as a message", () => {
  test("is a list of its own topic", async () => {
    const raw = composer.digest(exampleAlert, manner).fill(digestSlots);
    expect(headersOf(raw)).toContainEqual(["List-Id", '"Old Quay bridge" <old-quay-bridge.topics.courier.example>']);
    expectSame(await PostalMime.parse(raw), exampleAlert);
  });
});

describe("a notice as a message", () => {
  const raw = composer.notice({ kind: "preferences-link" }, manner).fill(noticeSlots);

  test("comes back from a parser as it was worded", async () => {
    const mail = noticeMail({ kind: "preferences-link" }, "en", setting);
    const parsed = await PostalMime.parse(raw);
    expect(parsed.subject).toBe(mail.subject);
    expect(sameLines(parsed.text)).toBe(sameLines(filled(mail.text, noticeSlots)));
    expect(sameLines(parsed.html)).toBe(sameLines(filled(mail.html, noticeSlots, escapeHtml)));
    expectSoundLines(raw);
  });

  test("is no list, and offers nothing to leave", () => {
    const names = headersOf(raw).map(([name]) => name);
    expect(names.filter((name) => name.startsWith("List-") || name === "Precedence")).toEqual([]);
  });
});

const nasty = fc.constantFrom(
  "\r\nBcc: everyone@mail.example",
  "=?utf-8?Q?x?= and = at the end =",
  ".\n.\n..",
  "From the harbour",
  "</td></tr></table><script>",
  "{{words.leave}} {{{text}}}",
  `${slots.leaveUrl}${slots.to}${slots.actionUrl}`,
  "🚢🏴‍☠️ мост ・ 橋の上",
  "\u202Eجسر قديم\u202C",
  "\uD800 \uFEFF \u0000 \u0085 \u2028 \u007F",
  '"quoted" \\ <angled> & ampersand; &amp;',
  "x".repeat(120),
);
const words = fc.array(fc.oneof(nasty, fc.string({ unit: "binary", maxLength: 60 }), fc.lorem()), {
  minLength: 1,
  maxLength: 5,
});
const hostile = words.map((parts) => `a ${parts.join(" ")}`);
const hostileItem = fc
  .record({
    number: fc.integer({ min: 1, max: 99 }),
    headline: hostile,
    attribution: hostile,
    note: hostile,
    text: hostile.map((said) => `<p>${escapeHtml(said)}</p>`),
    url: hostile.map((said) => `https://courier.example/${said}`),
    publishedAt: fc.integer({ min: 0, max: 4e12 }),
    label: fc.constantFrom("new" as const, "corrected" as const, "withdrawn" as const),
  })
  .map(({ number, label, ...version }) => item(number, version, label));
const hostileTopic = fc
  .record({ title: hostile, items: fc.array(hostileItem, { minLength: 1, maxLength: 4 }) })
  .map(({ title, items }) => topic("old-quay", items, title));
const hostileContents = fc
  .record({
    kind: fc.constantFrom("digest" as const, "alert" as const, "catch-up" as const),
    topics: fc.array(hostileTopic, { minLength: 1, maxLength: 3 }),
  })
  .map(({ kind, topics }): DigestContents => ({ ...digest(...topics), kind }));

describe("any contents", () => {
  test("come back exactly, in sound lines, under the same headers", async () => {
    const names = headersOf(composer.digest(exampleDigest, manner).fill(digestSlots)).map(([name]) => name);
    await fc.assert(
      fc.asyncProperty(hostileContents, async (contents) => {
        const raw = composer.digest(contents, manner).fill(digestSlots);
        expectSoundLines(raw);
        expectSame(await PostalMime.parse(raw), contents);
        expect(headersOf(raw).map(([name]) => name)).toEqual(names);
      }),
      { numRuns: 150 },
    );
  });

  test("stay text: no headline becomes html, no content fills a slot", async () => {
    await fc.assert(
      fc.property(hostileContents, (contents) => {
        const { html } = digestMail(contents, manner, setting);
        const $ = load(html);
        const wanted = contents.topics.flatMap(({ items }) => items.map(({ version }) => cleanLine(version.headline)));
        const shown = $("td.item h2, td.item h3")
          .toArray()
          .map((heading) => $(heading).text().replace(/…$/, ""));
        expect(shown).toHaveLength(wanted.length);
        for (const headline of shown) expect(wanted.some((one) => one.startsWith(headline))).toBe(true);
        expect($("script")).toHaveLength(0);
        expect(html.split(slots.leaveUrl)).toHaveLength(3);
        expect(html.split(slots.to)).toHaveLength(2);
        expect(html).not.toContain(slots.actionUrl);
      }),
      { numRuns: 100 },
    );
  });

  test("any name and any address of the newsroom stays in its own header", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (name) => {
        const hostileComposer = mailComposer({ ...setting, newsroom: { ...newsroom, name, senderName: name } });
        const raw = hostileComposer.digest(exampleDigest, manner).fill(digestSlots);
        expectSoundLines(raw);
        const parsed = await PostalMime.parse(raw);
        expect(parsed.from?.address).toBe(newsroom.senderAddress);
        expect(parsed.headers).toHaveLength(11);
      }),
      { numRuns: 100 },
    );
  });
});
