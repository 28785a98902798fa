import type { Outcome } from "#core/delivery.ts";
import type { Evidence } from "./evidence.ts";

/** What a run is closed with is what stands in its slices, and what SES took. */
export function booksBalance({ witness, outcomes, mails, openRuns }: Evidence): string[] {
  const breaks = openRuns.map(({ id }) => `${id} is still open`);
  for (const { run, books } of witness.closings) {
    const slices = [...witness.slices].filter(([, { key }]) => key.run === run);
    const audience = slices.reduce((sum, [, { members }]) => sum + members.length, 0);
    const refused = Object.values(books.refused).reduce((sum, count) => sum + count, 0);
    const { submitted, uncertain, waiting } = books;
    const sum = submitted + refused + uncertain + waiting;
    if (books.audience !== sum) breaks.push(`${run} has an audience of ${books.audience} and sums of ${sum}`);
    if (books.audience !== audience) breaks.push(`${run} closed with ${books.audience} of its ${audience} members`);
    if (uncertain > 0 || waiting > 0) breaks.push(`${run} closed with ${uncertain} uncertain and ${waiting} waiting`);
    const standing = slices.flatMap(([name]) => [...(outcomes.get(name) ?? new Map<number, Outcome>()).values()]);
    const taken = standing.filter(({ state }) => state === "submitted").length;
    // An event that came after all can only make more of them submitted than there were.
    if (taken < submitted) breaks.push(`${run} closed with ${submitted} submitted where ${taken} stand`);
    const heard = new Set(mails.filter((mail) => mail.run === run && mail.isHeard).map(({ delivery }) => delivery));
    const all = new Set(mails.filter((mail) => mail.run === run).map(({ delivery }) => delivery));
    if (submitted < heard.size || submitted > all.size) {
      breaks.push(
        `${run} closed with ${submitted} submitted where SES took ${all.size}, ${heard.size} of them told of`,
      );
    }
  }
  return breaks;
}
