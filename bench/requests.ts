import { type Bill, billOf, type Line } from "./bill.ts";
import { dollars, together } from "./price-list.ts";
import type { Row } from "./row.ts";
import { sendRun } from "./sent-run.ts";

/** What a million mails may cost beside SES's fee, in dollars, by the account's rate in mails a second. */
const bars = [
  { rate: 14, without: 1.4, withEvents: undefined },
  { rate: 50, without: 1, withEvents: 1.7 },
  { rate: 200, without: 1, withEvents: 1.7 },
] as const;

const lanes = 2;

/** The mails of one run: what an account may send a day when it is new. */
const runMails = 50_000;

/** SNS's price list says that it hands messages to SQS for nothing. Should SQS charge for taking them in: so much an event. */
const perTakenIn = 1;

/** The requests of a million mails in dollars: every call of every function on the way, and the time of the functions. */
export async function requests(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { rate, without, withEvents } of bars) {
    const run = await sendRun(rate, lanes);
    const bill = billOf(run, rate, runMails);
    const plain = sumOf(bill.mails);
    rows.push(
      barred(`requests-${rate}`, `own requests of a million mails at ${rate} a second, dollars`, plain, without),
      barred(
        `requests-${rate}-events`,
        `the same with SES's events, at ${rate} a second, dollars`,
        plain + sumOf(bill.events),
        withEvents,
      ),
      reported(
        `requests-${rate}-taken-in`,
        `the same if SQS charges for what SNS hands to it, at ${rate} a second, dollars`,
        plain + sumOf(bill.events) + (dollars({ queueRequests: perTakenIn }) * 1e6 * run.events) / run.mails,
      ),
      ...lineRows(rate, bill),
    );
  }
  return rows;
}

function lineRows(rate: number, bill: Bill): Row[] {
  return [...bill.mails, ...bill.events].map(({ id, what, amounts }) =>
    reported(`requests-${rate}-${id}`, `of that ${what}, dollars`, dollars(amounts)),
  );
}

function sumOf(lines: readonly Line[]): number {
  return dollars(together(lines.map(({ amounts }) => amounts)));
}

function barred(id: string, what: string, ours: number, most: number | undefined): Row {
  if (most === undefined) return reported(id, what, ours);
  return { id, what, ours, peer: null, ratio: null, bar: `≤ ${most}`, holds: ours <= most };
}

function reported(id: string, what: string, ours: number): Row {
  return { id, what, ours, peer: null, ratio: null, bar: "reported", holds: true };
}
