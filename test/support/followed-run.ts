/** What became of an alert, seen from outside: in the mailbox, and in the ledger. */
import { setTimeout as sleep } from "node:timers/promises";
import { dynamoLedger } from "#adapters/dynamo/ledger.ts";
import type { Books } from "#core/books.ts";
import { parseDeliveryId } from "#core/delivery.ts";
import { alertRunId } from "#core/run.ts";
import type { LocalStack } from "./local-stack.ts";
import type { ReadStack } from "./readership.ts";

/** Between two looks into the mailbox, in milliseconds. */
const LOOK_EVERY_MS = 50;

/** Publishes one development; gives what the command line said. */
export function publish({ bulletin }: LocalStack, topic: string, headline: string) {
  return bulletin("publish", topic, "--headline", headline, "--local");
}

export async function tellEvents({ local }: LocalStack, on: boolean): Promise<void> {
  await fetch(`${local}/events`, { method: "PUT", body: JSON.stringify({ on }) });
}

/** Has someone new sign up, so that SES takes a mail now and tells of it. */
async function newcomer({ site }: LocalStack, topic: string, email: string): Promise<void> {
  const form = new URLSearchParams({ email, cadence: "weekly", zone: "UTC", locale: "en" });
  await fetch(`${site}/topics/${topic}/subscribe`, { method: "POST", body: form, redirect: "manual" });
}

export interface Mailed {
  /** The followers who have no mail of a run. */
  readonly none: readonly string[];
  /** Those who have more than one. */
  readonly more: readonly string[];
}

/** Waits until so many mails of runs have come in all. */
export async function untilMailed(stack: LocalStack, count: number): Promise<void> {
  for (;;) {
    const mails = await stack.messages();
    if (mails.filter(({ tags }) => tags["delivery"] !== undefined).length >= count) return;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Which followers of a topic have how many mails of a run; each follows one topic with one development. */
export async function mailedTo({ stack, addresses }: ReadStack, topic: string): Promise<Mailed> {
  const counts = new Map(addresses(topic).map((address) => [address, 0]));
  for (const { to, tags } of await stack.messages()) {
    if (tags["delivery"] !== undefined && counts.has(to)) counts.set(to, (counts.get(to) ?? 0) + 1);
  }
  const having = (isSo: (count: number) => boolean) =>
    [...counts].filter(([, count]) => isSo(count)).map(([address]) => address);
  return { none: having((count) => count === 0), more: having((count) => count > 1) };
}

/** Rounds of the clock until a run is closed: it settles in three, and has some left before it is stale. */
const ROUNDS_MAX = 6;

/**
 * Turns the clock until a topic's first alert is closed.
 *
 * What SES's events do not settle is sent again after the grace, once events of later mails have come: so someone new
 * signs up in each round.
 */
export async function untilClosed(read: ReadStack, topic: string): Promise<ShownRun> {
  for (let round = 1; ; round++) {
    await turnOn(read.stack, topic, round);
    const shown = await showRun(read, topic);
    if (shown.state === "closed" || round === ROUNDS_MAX) return shown;
  }
}

/** Turns the clock by more than the grace, with a mail of a newcomer before it. */
export async function turnOn(stack: LocalStack, topic: string, round: number): Promise<void> {
  await newcomer(stack, topic, `newcomer-${round}@newcomers.example`);
  await stack.advance("PT16M");
}

export interface ShownRun {
  readonly state: string;
  readonly books: Books;
  readonly doubled: number;
  /** The addresses of those whose delivery is listed as uncertain. */
  readonly uncertain: readonly string[];
}

/** A topic's first alert, as the command line shows it. */
export async function showRun({ stack, table }: ReadStack, topic: string): Promise<ShownRun> {
  const ran = await stack.bulletin("run", "show", alertRunId(topic, 1, 1), "--uncertain", "--json", "--local");
  if (ran.code !== 0) throw new Error(ran.stdout + ran.stderr);
  const shown = JSON.parse(ran.stdout) as Omit<ShownRun, "uncertain"> & {
    readonly uncertainDeliveries?: readonly { readonly delivery: string }[];
  };
  const ledger = dynamoLedger(table);
  const addressOf = async (id: string) => {
    const key = parseDeliveryId(id);
    const slice = key && (await ledger.slice(key));
    return `${slice?.members[key?.index ?? 0]}@readers.example`;
  };
  const uncertain = await Promise.all((shown.uncertainDeliveries ?? []).map(({ delivery }) => addressOf(delivery)));
  return { state: shown.state, books: shown.books, doubled: shown.doubled, uncertain };
}
