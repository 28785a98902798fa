/**
 * The whole sender, beside what newsrooms usually send with: the processor's time for each mail.
 *
 * All of them work in this process, in turns, 64 mails at once, and hand over to one SES on the loopback, which works in a
 * process of its own. What a mail costs there is counted for nobody; what it costs to get it there, for everybody.
 */
import { composeOurs } from "./compose.ts";
import { allocatedBytes } from "./mail/allocated-bytes.ts";
import { assertSameMail, type ReadMessage, visibleHtml } from "./mail/same-mail.ts";
import { usual, withClaims, withoutClaims } from "./mail/senders.ts";
import { type SesProcess, startSes } from "./mail/ses-process.ts";
import { handlebarsHtml, mjmlHtml } from "./mail/usual-templates.ts";
import { median } from "./median.ts";
import { type Contender, cpuMs, interleaved, timesLess } from "./rounds.ts";
import type { Row } from "./row.ts";

export async function senderBench(): Promise<readonly Row[]> {
  const ses = await startSes();
  try {
    const senders = {
      withClaims: withClaims(ses.endpoint),
      withoutClaims: withoutClaims(ses.endpoint),
      handlebars: usual(ses.endpoint, await handlebarsHtml()),
      mjml: usual(ses.endpoint, mjmlHtml()),
    };
    await assertSameSent(ses, Object.values(senders));
    const figures = await interleaved(senders, {
      rounds: 11,
      mails: { withClaims: 500, withoutClaims: 500, handlebars: 150, mjml: 40 },
      meter: cpuMs,
    });
    const row = (ours: "withClaims" | "withoutClaims", peer: "mjml" | "handlebars", least: number): Row => {
      const ratio = timesLess(figures[ours], figures[peer]);
      const manner = ours === "withClaims" ? "with claims" : "without claims";
      const usually = peer === "mjml" ? "MJML for each mail" : "Handlebars";
      return {
        id: `sender-${ours === "withClaims" ? "claims" : "bare"}-${peer}`,
        what: `the whole sender ${manner}, beside ${usually} + nodemailer's SES transport, ms of processor a mail`,
        ours: median(figures[ours]),
        peer: median(figures[peer]),
        ratio,
        bar: `≥ ${least} times less`,
        holds: ratio >= least,
      };
    };
    return [
      row("withClaims", "mjml", 9),
      row("withoutClaims", "mjml", 12),
      row("withClaims", "handlebars", 3),
      row("withoutClaims", "handlebars", 4),
      await allocatedRow(senders),
    ];
  } finally {
    ses.stop();
  }
}

/** Composing alone has a bar (`compose.ts`). Of this, most is Node's own: it reads each answer into a fresh 64 kB. */
async function allocatedRow({
  withClaims: claiming,
  handlebars,
}: Readonly<Record<"withClaims" | "handlebars", Contender>>): Promise<Row> {
  const size = composeOurs(0).byteLength;
  const ours = (await allocatedBytes(claiming, 100)) / size;
  const peer = (await allocatedBytes(handlebars, 10)) / size;
  return {
    id: "sender-allocated",
    what: "bytes allocated by the whole sender with claims / the mail's bytes, beside Handlebars + nodemailer's SES transport",
    ours,
    peer,
    ratio: peer / ours,
    bar: "reported",
    holds: true,
  };
}

/** Has each sender send the first subscriber's mail, and throws where it is not the same mail. */
async function assertSameSent(ses: SesProcess, senders: readonly Contender[]): Promise<void> {
  const sent: Buffer[] = [];
  for (const send of senders) {
    // Twice: the second goes the way that all the others go.
    await send(1);
    await send(1);
    sent.push(messageIn(await ses.lastBody()));
  }
  const [first = Buffer.alloc(0), ...others] = sent;
  for (const other of others) await assertSameMail(first, other, seenByReaders);
}

/** Two templates made the html, so its words and links count; and links are signed for the second they are made in. */
function seenByReaders({ headers, html, text }: ReadMessage): ReadMessage {
  const unsigned = (said = ""): string => said.replace(/\/(unsubscribe|preferences)\/[\w.-]+/g, "/$1/token");
  const leave = unsigned(headers["list-unsubscribe"]);
  return {
    headers: { ...headers, "list-unsubscribe": leave },
    html: unsigned(visibleHtml(html)),
    text: unsigned(text),
  };
}

/** The message in a request to either of SES's interfaces. */
function messageIn(body: string): Buffer {
  const data = body.startsWith("{")
    ? (JSON.parse(body) as { readonly Content: { readonly Raw: { readonly Data: string } } }).Content.Raw.Data
    : (new URLSearchParams(body).get("RawMessage.Data") ?? "");
  return Buffer.from(data, "base64");
}
