/**
 * The whole sender, beside what newsrooms usually send with: the processor's time for each mail.
 *
 * All of them work in this process, in turns, 64 mails at once, and hand over to one SES on the loopback, which works in a
 * process of its own. What a mail costs there is counted for nobody; what it costs to get it there, for everybody.
 */

import { usual, withClaims, withoutClaims } from "./mail/senders.ts";
import { startSes } from "./mail/ses-process.ts";
import { handlebarsHtml, mjmlHtml } from "./mail/usual-templates.ts";
import { median } from "./median.ts";
import { cpuMs, interleaved, timesLess } from "./rounds.ts";
import type { Row } from "./row.ts";

export async function senderBench(): Promise<readonly Row[]> {
  const ses = await startSes();
  try {
    const figures = await interleaved(
      {
        withClaims: withClaims(ses.endpoint),
        withoutClaims: withoutClaims(ses.endpoint),
        handlebars: usual(ses.endpoint, await handlebarsHtml()),
        mjml: usual(ses.endpoint, mjmlHtml()),
      },
      { rounds: 11, mails: { withClaims: 500, withoutClaims: 500, handlebars: 150, mjml: 40 }, meter: cpuMs },
    );
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
    ];
  } finally {
    ses.stop();
  }
}
