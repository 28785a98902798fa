/** Those that are compared: each hands over one 30-item mail for each subscriber to an SES, all 64 at once. */
import { SESClient } from "@aws-sdk/client-ses";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import nodemailer from "nodemailer";
import { mailComposer } from "#adapters/ses/compose-mail.ts";
import { sesMailer, sesPatience } from "#adapters/ses/mailer.ts";
import { deliveryId } from "#core/delivery.ts";
import type { Mailer } from "#pipeline/ports/mailer.ts";
import { digestMail } from "#templates/digest-mail.ts";
import type { Contender } from "../rounds.ts";
import { atOnce } from "./at-once.ts";
import { sliceSender } from "./slice-in-memory.ts";
import { idOf, slotsOf } from "./subscriber.ts";
import { contents, manner, setting } from "./thirty-items.ts";
import { filled, usualMessage } from "./usual-message.ts";
import type { UsualHtml } from "./usual-templates.ts";

const { senderAddress } = setting.newsroom;
const configurationSet = "bulletin-mails";
const runId = "daily.2026-11-18.0700.Europe-London";

/** A client of the loopback needs credentials to sign with, as any client does. */
const loopback = (endpoint: string) => ({
  endpoint,
  region: "eu-west-2",
  credentials: { accessKeyId: "AKIDBENCH", secretAccessKey: "a secret that only this bench has" },
});

/** Our door to SES, as the sender is given it. */
function mailerFor(endpoint: string): Mailer {
  const client = new SESClient({ ...loopback(endpoint), maxAttempts: 1, requestHandler: sesPatience });
  return sesMailer(client, senderAddress, configurationSet);
}

function tagsOf(index: number) {
  const delivery = deliveryId({ run: runId, shard: 0, first: idOf(0), index });
  return { delivery, attempt: "1" };
}

/** The sender as it is: `sendSlice`, which reads, decides, claims, composes and hands over. */
export function withClaims(endpoint: string): Contender {
  return sliceSender(mailerFor(endpoint));
}

/** What would send as quickly as ours can, and would lose or double mails: composes and hands over. */
export function withoutClaims(endpoint: string): Contender {
  const mailer = mailerFor(endpoint);
  return (mails) => {
    const mail = mailComposer(setting).digest(contents, manner);
    return atOnce(mails, async (index) => {
      const values = slotsOf(index);
      const answer = await mailer.submit({ to: values.to, source: mail.fill(values), tags: tagsOf(index) });
      if (answer.kind !== "taken") throw new Error(`The loopback's SES answered ${answer.kind}`);
    });
  };
}

/** A template filled for each subscriber, and nodemailer's transport for SES. */
export function usual(endpoint: string, html: UsualHtml): Contender {
  const sesClient = new SESv2Client(loopback(endpoint));
  const transport = nodemailer.createTransport({ SES: { sesClient, SendEmailCommand } });
  const { text } = digestMail(contents, manner, setting);
  return (mails) =>
    atOnce(mails, async (index) => {
      const values = slotsOf(index);
      const bodies = { html: await html(values), text: filled(text, values, (value) => value) };
      const tags = Object.entries(tagsOf(index)).map(([Name, Value]) => ({ Name, Value }));
      const ses = { ConfigurationSetName: configurationSet, EmailTags: tags };
      await transport.sendMail({ ...usualMessage(values, bodies), ses });
    });
}
