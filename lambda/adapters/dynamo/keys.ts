import type { DeliveryState, Submission } from "#core/delivery.ts";
import type { HeldName } from "#core/held.ts";
import type { Instant } from "#core/instant.ts";
import type { SliceKey } from "#core/slice.ts";
import type { MailEventKind } from "#pipeline/ports/ledger.ts";

/** Where an item stands: partition and place in it. Every key of the table is made here. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Digits of an entry's number in a key: logs of ten thousand million entries keep their order. */
const numberDigits = 10;

/** Digits of a shard, an index in a slice and an attempt. */
const smallDigits = 4;

/** Digits of a time in a key, in milliseconds since 1970: enough until the year 2286. */
const timeDigits = 13;

export const topicsPk = "TOPICS";
export const alertsPk = "ALERTS";
export const groupsPk = "GROUPS";
export const sourcesPk = "SOURCES";
export const apiKeysPk = "API_KEYS";
export const mergesKey: Key = { pk: "MERGES", sk: "MERGES" };
export const accountKey: Key = { pk: "ACCOUNT", sk: "ACCOUNT" };
export const ticksKey: Key = { pk: "TICKS", sk: "SAVED" };

/** Where a subscriber's own item stands: right after the log, so that one question gives it and the newest entry. */
export const selfSk = "SELF";

/** What the sort keys of every log begin with. */
export const logStart = "LOG#";

export function logSk(number: number): string {
  return `${logStart}${String(number).padStart(numberDigits, "0")}`;
}

export function topicPk(slug: string): string {
  return `TOPIC#${slug}`;
}

/** What the sort keys of held developments begin with: they sort before their topic's log. */
export const heldStart = "HELD#";

export function heldKey({ topic, id }: HeldName): Key {
  return { pk: topicPk(topic), sk: `${heldStart}${id}` };
}

/** The list of held developments that are released by themselves, in the order of their moments. */
export const releasesList = "held.due";

/** The list of held developments that wait for somebody, in the order in which they came. */
export const heldList = "held.waiting";

export function alertedKey(slug: string): Key {
  return { pk: topicPk(slug), sk: "ALERTED" };
}

export function sourceKey(id: string): Key {
  return { pk: sourcesPk, sk: id };
}

/** What is remembered of a source stands apart: a poll that finds nothing new need not read or write it. */
export function rememberedKey(id: string): Key {
  return { pk: `SOURCE#${id}`, sk: "REMEMBERED" };
}

/** What was asked of the source's hub. */
export function pushKey(id: string): Key {
  return { pk: `SOURCE#${id}`, sk: "PUSH" };
}

export function apiKeyKey(id: string): Key {
  return { pk: apiKeysPk, sk: id };
}

/** One name never meets another key's: the owner stands in the partition. */
export function givenAnswerKey(owner: string, name: string): Key {
  return { pk: `ANSWERS#${owner}`, sk: `ANSWER#${name}` };
}

export function subscriberPk(id: string): string {
  return `SUBSCRIBER#${id}`;
}

export function selfKey(id: string): Key {
  return { pk: subscriberPk(id), sk: selfSk };
}

/** What the sort keys of memberships begin with. */
export const membershipStart = "IN#";

/** The list of entries after which their subscriber followed nothing. */
export const departuresList = "readers.left";

export function consentKey(hash: string, subscriber: string): Key {
  return { pk: consentPk(hash), sk: subscriber };
}

/** The partition of what those had agreed to who had an address and left. */
export function consentPk(hash: string): string {
  return `CONSENT#${hash}`;
}

/** How far the walk through the logs has come. */
export const tidyRoundKey: Key = { pk: "TIDY", sk: "ROUND" };

export function addressKey(hash: string): Key {
  return { pk: `ADDRESS#${hash}`, sk: "ADDRESS" };
}

export function suppressionKey(hash: string): Key {
  return { pk: `${suppressedStart}${hash}`, sk: "SUPPRESSED" };
}

/** What the partition keys of suppressed addresses begin with. */
export const suppressedStart = "SUPPRESSED#";

/** The list of suppressed addresses. */
export const suppressionsList = "suppressions";

/** A place in a list that is ordered by time; what follows the time is read from it too. */
export function placeAt(at: Instant, name: string): string {
  return `${time(at)}#${name}`;
}

/** Before the places of this time and after all earlier ones, in a list that is ordered by time. */
export function placesFrom(at: Instant): string {
  return time(at);
}

/** After the last place of such a list. */
export const placesEnd = "~";

/** What a place that `placeAt` made tells. */
export function readPlace(place: string): { readonly at: Instant; readonly name: string } {
  return { at: Number(place.slice(0, timeDigits)), name: place.slice(timeDigits + 1) };
}

export function membershipKey(subscriber: string, audience: string): Key {
  return { pk: subscriberPk(subscriber), sk: `${membershipStart}${audience}` };
}

/** The list of one shard of an audience. */
export function audienceList(audience: string, shard: number): string {
  return `${audience}#${shard}`;
}

/** The list of runs that are not closed. */
export const openRunsList = "runs.open";

/** The list of runs that are closed, in the order in which they were. */
export const closedRunsList = "runs.closed";

export function runKey(run: string): Key {
  return { pk: `RUN#${run}`, sk: "RUN" };
}

export function partKey(run: string, shard: number): Key {
  return { pk: `RUN#${run}`, sk: `PART#${small(shard)}` };
}

/** The partition of the slices of one shard of a run. */
export function slicesPk(run: string, shard: number): string {
  return `RUN#${run}#${small(shard)}`;
}

export const sliceStart = "SLICE#";
export const progressStart = "PROGRESS#";

export function sliceKey(key: SliceKey): Key {
  return { pk: slicesPk(key.run, key.shard), sk: `${sliceStart}${key.first}` };
}

/** How far a slice has come stands beside it: a change to the slice itself would be charged for all its members. */
export function progressKey(key: SliceKey): Key {
  return { pk: slicesPk(key.run, key.shard), sk: `${progressStart}${key.first}` };
}

/** The partition of what came of a slice's deliveries. */
export function outcomesPk(key: SliceKey): string {
  return `SLICE#${key.run}#${small(key.shard)}#${key.first}`;
}

export function takenKey(key: SliceKey, attempt: number, lowest: number): Key {
  return { pk: outcomesPk(key), sk: `TAKEN#${small(attempt)}#${small(lowest)}` };
}

export function outcomeKey(key: SliceKey, index: number, attempt: number, state: DeliveryState): Key {
  return { pk: outcomesPk(key), sk: `OUTCOME#${small(index)}#${small(attempt)}#${state}` };
}

export function eventsKey(key: SliceKey, kind: MailEventKind, attempt: number): Key {
  return { pk: outcomesPk(key), sk: `EVENT#${kind}#${small(attempt)}` };
}

/** When recovery first saw these deliveries uncertain: the time stands in the key, so that it never changes. */
export function markedKey(key: SliceKey, attempt: number, at: Instant): Key {
  return { pk: outcomesPk(key), sk: `MARKED#${small(attempt)}#${time(at)}` };
}

/** What the sort keys of lapsed deliveries begin with. */
export const lapsedStart = "LAPSED#";

export function lapsedKey(key: SliceKey, attempt: number): Key {
  return { pk: outcomesPk(key), sk: `${lapsedStart}${small(attempt)}` };
}

/** What the sort keys of mails too many begin with. */
export const doubledStart = "DOUBLED#";

export function doubledKey({ run, shard, first, index, attempt }: Submission): Key {
  return { pk: `RUN#${run}`, sk: `${doubledStart}${small(shard)}#${first}#${small(index)}#${small(attempt)}` };
}

export const eventPathKey: Key = { pk: "EVENTS", sk: "PATH" };

/** @param day a date of UTC, for example `"2026-03-29"` */
export function tallyKey(day: string): Key {
  return { pk: `TALLY#${day}`, sk: "TALLY" };
}

export function noticeKey(id: string): Key {
  return { pk: `NOTICE#${id}`, sk: "NOTICE" };
}

/** The list of notices that wait to be sent. */
export const waitingNoticesList = "notices.waiting";

/** Places in it are in the order in which notices were last queued. */
export function waitingPlace(at: Instant, id: string): string {
  return `${time(at)}#${id}`;
}

export function parseWaitingPlace(place: string): { readonly at: Instant; readonly id: string } {
  return { at: Number(place.slice(0, timeDigits)), id: place.slice(timeDigits + 1) };
}

function time(at: Instant): string {
  return String(at).padStart(timeDigits, "0");
}

function small(value: number): string {
  return String(value).padStart(smallDigits, "0");
}
