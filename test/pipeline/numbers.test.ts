import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Version } from "#core/development.ts";
import type { MemoryStack } from "#test/support/memory-stack.ts";
import { readMail } from "#test/support/read-mail.ts";
import { anyHistory, live, readers, type Span, topics } from "./any-history.ts";

/** One item of a mail, as its text tells it. */
interface Told {
  readonly at: number;
  readonly topic: number;
  readonly development: number;
  readonly version: number;
  readonly label: "new" | "Corrected" | "Withdrawn";
}

/** What a reader was told, in the order in which it came; every mail of a run tells something. */
async function toldTo(stack: MemoryStack, reader: string): Promise<readonly Told[]> {
  const told: Told[] = [];
  const deliveries = new Set<string>();
  for (const mail of stack.mailsTo(reader)) {
    const { text } = await readMail(mail.source);
    const delivery = mail.tags["delivery"];
    if (delivery === undefined) continue;
    expect(deliveries.has(delivery), "one mail a delivery").toBe(false);
    deliveries.add(delivery);
    const items = [...text.matchAll(/^(?:(Corrected|Withdrawn)\b[^\n]*\n)?\* News t(\d)d(\d+)v(\d+)$/gm)];
    expect(items.length, "no empty mail").toBeGreaterThan(0);
    for (const [, label = "new", topic, development, version] of items) {
      told.push({
        at: mail.at,
        topic: Number(topic),
        development: Number(development),
        version: Number(version),
        label: label as Told["label"],
      });
    }
  }
  return told;
}

/**
 * Holds what one reader was told of one development to the promises.
 *
 * @param spans all that the reader followed
 */
function checkDevelopment(
  told: readonly Told[],
  versions: readonly Version[],
  spans: readonly Span[],
  topic: string,
): void {
  const development = versions[0]?.development ?? 0;
  let seen: number | undefined;
  for (const { at, version, label } of told) {
    const followed = spans.filter(({ from, to = Number.POSITIVE_INFINITY }) => from <= at && at < to);
    expect(followed.length, "told only while something is followed").toBeGreaterThan(0);
    const before = seen;
    if (label === "new") {
      const span = followed.find((one) => one.topic === topic);
      expect(span, "told only while followed").toBeDefined();
      expect(development, "told only what is newer than the start").toBeGreaterThan(span?.start ?? 0);
      expect(before, "told once").toBeUndefined();
    } else expect(before, "amended only after it was told").toBeDefined();
    if (label === "Corrected") {
      const corrections = versions.filter(({ kind, number }) => kind === "corrected" && number > (before ?? 0));
      expect(corrections.length, "corrected only what was told wrongly").toBeGreaterThan(0);
    }
    seen = version;
  }
  const open = spans.filter(({ to }) => to === undefined);
  const isWithdrawn = versions.at(-1)?.kind === "withdrawn";
  const isDue = open.some((span) => span.topic === topic && development > span.start);
  if (isDue && !isWithdrawn) expect(told.length, "told at last").toBeGreaterThan(0);
  if (told.length === 0 || open.length === 0) return;
  if (isWithdrawn) expect(told.at(-1)?.label, "withdrawn at last").toBe("Withdrawn");
  const correction = versions.findLast(({ kind }) => kind === "corrected")?.number ?? 0;
  if (!isWithdrawn) expect(seen, "corrected at last").toBeGreaterThanOrEqual(correction);
}

describe("the numbers of a topic's log", () => {
  test("are each mailed once, or void, to each reader, whatever happens", async () => {
    const property = fc.asyncProperty(anyHistory, async (history) => {
      const { stack, spans } = await live(history);
      for (const reader of readers) {
        const told = await toldTo(stack, reader);
        for (const [place, topic] of topics.entries()) {
          const log = await stack.ports.topicLog.read(topic, 0);
          const own = spans.filter((span) => span.reader === reader);
          for (const { number } of log.filter(({ kind }) => kind === "new")) {
            checkDevelopment(
              told.filter((item) => item.topic === place && item.development === number),
              log.filter(({ development }) => development === number),
              own,
              topic,
            );
          }
        }
      }
    });
    await fc.assert(property, { numRuns: 120 });
  }, 60_000);
});
