/**
 * All that an operator must say about their newsroom. What is wrong or missing stops `npm run synth` with one sentence.
 *
 * These values are a demonstration: `npm start` runs with them, `npm run deploy` refuses their sender.
 */
import { defineConfig } from "#lib/config.ts";

export default defineConfig({
  newsroom: {
    name: "The Brackwater Courier",
    senderName: "The Brackwater Courier",
    senderAddress: "updates@brackwater-courier.example",
    replyTo: "newsroom@brackwater-courier.example",
    // Laws on commercial mail, CAN-SPAM among them, want a postal address in every mail.
    postalAddress: "The Brackwater Courier, 4 Tidewell Lane, Brackwater",
    privacyUrl: "https://brackwater-courier.example/privacy",
    contact: "newsroom@brackwater-courier.example",
  },
  locales: ["en"],

  // Your own host for the site, with its certificate in the stack's region:
  // site: { host: "updates.your-paper.com", certificateArn: "arn:aws:acm:…" },

  // The domain to register with SES, DKIM included. Leave it out if your account has it already:
  // sendingDomain: "your-paper.com",

  // Who hears of alarms:
  // alarmAddress: "on-call@your-paper.com",

  sizes: { shards: 16, lanes: 2 },
  // Minutes for which SES's event of a mail is waited for when SES's answer was lost, before the mail goes again:
  grace: 15,
  // Days for which runs are kept, sign-ups that nobody confirms, what has been superseded in a reader's log, the address of
  // someone who follows nothing any more, and the record of what they had agreed to:
  retention: { runDays: 90, pendingDays: 7, logDays: 90, addressDays: 28, consentDays: 1096 },
});
