/**
 * Composing the mail of one subscriber, beside nodemailer's MailComposer: how long it takes, and how much memory.
 *
 * Ours is what the sender does for each subscriber: it signs the two links and fills the skeleton. The peer is given the
 * subscriber's html and text ready made, which nobody would have in life.
 */
import MailComposer from "nodemailer/lib/mail-composer";
import { mailComposer } from "#adapters/ses/compose-mail.ts";
import { giveBackMessage } from "#adapters/ses/lent-messages.ts";
import { allocatedBytes } from "./mail/allocated-bytes.ts";
import { assertSameMail } from "./mail/same-mail.ts";
import { slotsOf } from "./mail/subscriber.ts";
import { contents, manner, setting } from "./mail/thirty-items.ts";
import { bodiesFor, type UsualMessage, usualMessage } from "./mail/usual-message.ts";
import { sectionsHtml } from "./mail/usual-templates.ts";
import { median } from "./median.ts";
import { interleaved, timesLess, wallMs } from "./rounds.ts";
import type { Row } from "./row.ts";

/** Subscribers among whom the contenders go round, so that no mail is made twice in a row. */
const subscribers = 50;

const mail = mailComposer(setting).digest(contents, manner);
const messages: readonly UsualMessage[] = Array.from({ length: subscribers }, (_, index) => {
  const values = slotsOf(index);
  return usualMessage(values, bodiesFor(values));
});

/** Our message for one subscriber. */
export function composeOurs(index: number): Uint8Array {
  return mail.fill(slotsOf(index));
}

/** The peer's message for one subscriber, with CRLF as SES wants it. */
export function composeUsual(index: number): Promise<Uint8Array> {
  const message = messages[index % subscribers] ?? {};
  return new MailComposer({ ...message, newline: "windows" }).compile().build();
}

/** @throws where the two contenders do not make the same mail */
export async function composeBench(): Promise<readonly Row[]> {
  for (let index = 0; index < subscribers; index += 1) {
    await assertSameMail(composeOurs(index), await composeUsual(index));
  }
  return [await timeRow(), await allocatedRow(), await sizeRow()];
}

const contenders = {
  ours: (count: number): void => {
    // Given back as it is when SES has taken it.
    for (let i = 0; i < count; i += 1) giveBackMessage(composeOurs(i % subscribers));
  },
  usual: async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 1) await composeUsual(i % subscribers);
  },
};

async function timeRow(): Promise<Row> {
  const { ours, usual } = await interleaved(contenders, {
    rounds: 21,
    mails: { ours: 6000, usual: 60 },
    meter: wallMs,
  });
  const ratio = timesLess(ours, usual);
  return {
    id: "compose",
    what: "composing one 30-item mail, beside nodemailer's MailComposer, ms",
    ours: median(ours),
    peer: median(usual),
    ratio,
    bar: "≥ 100 times as fast",
    holds: ratio >= 100,
  };
}

/** Bytes that composing may allocate for each byte of the mail: the mail itself is one of them. */
const allocatedMax = 1.5;

async function allocatedRow(): Promise<Row> {
  const size = composeOurs(0).byteLength;
  const usualSize = (await composeUsual(0)).byteLength;
  const ours = (await allocatedBytes(contenders.ours, 200)) / size;
  const usual = (await allocatedBytes(contenders.usual, 20)) / usualSize;
  return {
    id: "compose-allocated",
    what: "bytes allocated for a composed mail / its bytes, beside MailComposer",
    ours,
    peer: usual,
    ratio: usual / ours,
    bar: `≤ ${allocatedMax}`,
    holds: ours <= allocatedMax,
  };
}

const htmlMaxBytes = 60_000;

async function sizeRow(): Promise<Row> {
  const usual = Buffer.byteLength(await sectionsHtml());
  return {
    id: "digest-html",
    what: "html of a digest of 30 items, beside MJML with a section for each item, bytes",
    ours: mail.htmlBytes,
    peer: usual,
    ratio: usual / mail.htmlBytes,
    bar: "≤ 60,000 bytes",
    holds: mail.htmlBytes <= htmlMaxBytes,
  };
}
