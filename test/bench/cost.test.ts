// The page of costs says what the bench has counted.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dollars, monthly, prices } from "../../bench/price-list.ts";
import type { Row } from "../../bench/row.ts";
import { workedMonth } from "../../bench/worked-month.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const rowsOf = (name: string) => JSON.parse(read(`bench/results/${name}.json`)) as readonly Row[];
const page = read("docs/cost.md");
const rates = [14, 50, 200];

const counted = new Map([...rowsOf("requests"), ...rowsOf("idle")].map(({ id, ours }) => [id, ours]));
const figure = (id: string): number => counted.get(id) ?? Number.NaN;

/** Figures of two runs differ a little: which mails share a write depends on what came first. */
const near = (said: number, found: number) => Math.abs(said - found) <= Math.max(0.0015, found * 0.03);

/** The numbers in dollars of the table's row that begins with these words. */
function saidIn(words: string): number[] {
  const begins = new RegExp(`^\\| ${words}[ ,;](?!\\d)`);
  const line = page.split("\n").find((each) => begins.test(each.replaceAll("*", ""))) ?? "";
  return [...line.matchAll(/\$([\d,]+\.\d+)/g)].map(([, number = ""]) => Number(number.replaceAll(",", "")));
}

const lines = [
  ["each subscriber read", "-reads"],
  ["each mail claimed", "-claims"],
  ["what SES took", "-taken"],
  ["the account looked at", "-account"],
  ["the topics looked at", "-topics"],
  ["slices planned", "-slices"],
  ["messages of parts", "-queues"],
  ["senders at work", "-lanes"],
  ["recovery's looks", "-looks"],
  ["log lines", "-logs"],
  ["together", ""],
  ["events published", "-published"],
  ["events received", "-handed"],
  ["events noted", "-noted"],
  ["the listener at work", "-listener"],
  ["with SES's events", "-events"],
] as const;

describe("the page of costs", () => {
  test.each(lines)("says of “%s” what was counted", (words, suffix) => {
    const said = saidIn(words);
    expect(said).toHaveLength(rates.length);
    for (const [place, rate] of rates.entries()) {
      const found = figure(`requests-${rate}${suffix}`);
      expect(near(said[place] ?? Number.NaN, found), `${said[place]} for ${found}`).toBe(true);
    }
  });

  test.each([
    [1_000, 14],
    [50_000, 50],
    [1_000_000, 200],
  ])("works out the month of %d subscribers", (subscribers, rate) => {
    const perMillion = { mailing: figure(`requests-${rate}`), withEvents: figure(`requests-${rate}-events`) };
    const { mailing, events, idle, ses } = workedMonth({ subscribers, rate }, perMillion, figure("idle"));
    const found = [mailing, events, idle, mailing + events + idle, ses];
    const said = saidIn(subscribers.toLocaleString("en"));
    expect(said).toHaveLength(found.length);
    for (const [place, each] of found.entries())
      expect(Math.abs((said[place] ?? Number.NaN) - each), `${said[place]} for ${each}`).toBeLessThan(
        0.01 + each * 0.03,
      );
  });

  test("lists the prices that the bench counts with", () => {
    const listed = [...page.matchAll(/^\| .+? +\| \$([\d.]+) +\| (?:https|the same)/gm)].map(([, price]) =>
      Number(price),
    );
    const { writeUnits, readUnits, queueRequests, published, gigabyteSeconds, invocations, loggedKilobytes } = prices;
    const million = [writeUnits, readUnits, queueRequests, published, gigabyteSeconds, invocations, loggedKilobytes];
    expect(listed).toEqual([...million, monthly.alarm, monthly.secret, 0.1]);
  });

  test("counts in millions", () => {
    expect(dollars({ writeUnits: 1e6, readUnits: 2e6 })).toBeCloseTo(0.875);
  });
});
