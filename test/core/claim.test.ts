import { describe, expect, test } from "vitest";
import { type Claim, claimAgain, claimFor, type NoClaim, type TopicLogViews } from "#core/claim.ts";
import { alertNumbers } from "#core/claim-alert.ts";
import type { AlertRun, DigestRun, Run } from "#core/run.ts";
import { type MailedNumbers, type SubscriberState, suppressed } from "#core/subscriber.ts";
import { following, log, subscription, views } from "./following.ts";

const daily: DigestRun = {
  kind: "digest",
  id: "daily.2026-11-21.0700.Europe-London",
  audience: "due.daily.0700.Europe/London",
  cadence: "daily",
  localDate: "2026-11-21",
  dueAt: 0,
  staleAt: 1,
  shards: 4,
};

const alert = (from: number, upTo: number): AlertRun => ({
  kind: "alert",
  id: `alert.harbour.${from}-${upTo}`,
  audience: "alert.harbour",
  topic: "harbour",
  from,
  upTo,
  dueAt: 0,
  staleAt: 1,
  shards: 4,
});

const claimed = (state: SubscriberState, run: Run, logs: TopicLogViews) => claimFor(state, run, logs, 0);

const again = (state: SubscriberState, numbers: MailedNumbers, logs: TopicLogViews) =>
  claimAgain(state, daily, numbers, logs, 0);

/** What a claim tells, as `topic: label number`, and the numbers it serves. */
function told(claim: Claim | NoClaim): unknown {
  if (typeof claim === "string") return claim;
  const items = Object.entries(claim.items).map(
    ([topic, found]) => `${topic}: ${found.map(({ label, version }) => `${label} ${version.number}`).join(", ")}`,
  );
  return [...items, claim.numbers];
}

describe("the claim of a digest", () => {
  test("brings the new of each topic at its cadence, and moves those marks on", () => {
    const state = following(
      subscription({ mark: 1 }),
      subscription({ topic: "flood", cadence: "weekly" }),
      subscription({ topic: "comet" }),
    );
    const logs = views({ harbour: log([1, "new"], [2, "new"]), flood: log([1, "new"]), comet: log([1, "new"]) });
    const claim = claimed(state, daily, logs);
    expect(told(claim)).toEqual(["harbour: new 2", "comet: new 1", { harbour: [2], comet: [1] }]);
    if (typeof claim === "string") return;
    expect(claim.state.subscriptions.map(({ mark }) => mark)).toEqual([2, 0, 1]);
    expect(claim.state.lastDates).toEqual({ daily: "2026-11-21" });
  });

  test("brings what is owed and not what alerts brought", () => {
    const state = following(subscription({ mark: 2, owed: [1], brought: [3] }));
    const logs = views({ harbour: log([1, "new"], [2, "new"], [3, "new"], [4, "new"]) });
    const claim = claimed(state, daily, logs);
    expect(told(claim)).toEqual(["harbour: new 4, new 1", { harbour: [1, 4] }]);
    if (typeof claim === "string") return;
    expect(claim.state.subscriptions).toEqual([subscription({ mark: 4 })]);
  });

  test("is refused where there is nothing new, and where all that is new is void", () => {
    expect(claimed(following(subscription()), daily, views({ harbour: [] }))).toBe("nothing-new");
    const withdrawn = views({ harbour: log([1, "new"], [1, "withdrawn"]) });
    expect(claimed(following(subscription()), daily, withdrawn)).toBe("nothing-new");
    const updated = views({ harbour: log([1, "new"], [1, "updated"]) });
    expect(claimed(following(subscription({ mark: 1 })), daily, updated)).toBe("nothing-new");
  });

  test.each([
    ["left", following()],
    ["moved", following(subscription({ cadence: "weekly" }))],
    ["moved", { ...following(subscription()), schedule: { zone: "Europe/London", hour: "08:00", weekday: 1 } }],
    ["moved", { ...following(subscription()), schedule: { zone: "Europe/Paris", hour: "07:00", weekday: 1 } }],
    ["suppressed", suppressed(following(subscription()), "bounce", 9)],
    ["already-today", { ...following(subscription()), lastDates: { daily: "2026-11-21" } }],
    ["already-today", { ...following(subscription()), lastDates: { daily: "2026-11-22" } }],
  ] as const)("is refused as %s", (reason, state) => {
    expect(claimed(state, daily, views({ harbour: log([1, "new"]) }))).toBe(reason);
  });

  test("is not refused for the digest of another date or cadence", () => {
    const state = { ...following(subscription()), lastDates: { daily: "2026-11-20", weekly: "2026-11-21" } };
    expect(typeof claimed(state, daily, views({ harbour: log([1, "new"]) }))).toBe("object");
  });
});

describe("the claim of an alert", () => {
  const instant = (said: Parameters<typeof subscription>[0] = {}) =>
    following(subscription({ cadence: "instant", ...said }));

  test("brings the run's news that are more than routine, and marks them as brought", () => {
    const logs = views({ harbour: log([1, "new", "routine"], [2, "new"], [3, "new"]) });
    const claim = claimed(instant(), alert(1, 3), logs);
    expect(told(claim)).toEqual(["harbour: new 3, new 2", { harbour: [2, 3] }]);
    if (typeof claim === "string") return;
    expect(claim.state.subscriptions).toMatchObject([{ mark: 0, brought: [2, 3] }]);
  });

  test("moves the mark over what it fills", () => {
    const claim = claimed(
      instant({ mark: 1, brought: [3] }),
      alert(2, 2),
      views({ harbour: log([1, "new"], [2, "new"], [3, "new"]) }),
    );
    if (typeof claim === "string") throw new Error(claim);
    expect(claim.state.subscriptions).toMatchObject([{ mark: 3, brought: [] }]);
  });

  test("shows the newest words, and serves them too", () => {
    const logs = views({ harbour: log([1, "new"], [2, "new"], [1, "corrected"]) });
    expect(told(claimed(instant(), alert(1, 1), logs))).toEqual(["harbour: new 3", { harbour: [1, 3] }]);
  });

  test("serves what says nothing to the reader, so that the mark moves on", () => {
    const versions = log([1, "new"], [1, "updated"], [3, "new"], [3, "withdrawn"], [5, "new", "routine"], [6, "new"]);
    const claim = claimed(instant({ mark: 1 }), alert(6, 6), views({ harbour: versions }));
    expect(told(claim)).toEqual(["harbour: new 6", { harbour: [6] }]);
    if (typeof claim !== "string") expect(claim.state.subscriptions).toMatchObject([{ mark: 4, brought: [6] }]);
  });

  test("leaves a correction of what the reader had to the catch-up", () => {
    const logs = views({ harbour: log([1, "new"], [1, "corrected"], [3, "new"]) });
    expect(told(claimed(instant({ mark: 1 }), alert(1, 3), logs))).toEqual(["harbour: new 3", { harbour: [3] }]);
  });

  test.each([
    ["nothing-new", instant({ mark: 1 })],
    ["nothing-new", instant({ brought: [1] })],
    ["nothing-new", instant({ start: 1, mark: 1 })],
    ["left", following()],
    ["left", following(subscription({ topic: "flood", cadence: "instant" }))],
    ["moved", following(subscription({ cadence: "hourly" }))],
    ["suppressed", suppressed(instant(), "complaint", 9)],
  ] as const)("is refused as %s", (reason, state) => {
    expect(claimed(state, alert(1, 1), views({ harbour: log([1, "new"]) }))).toBe(reason);
  });
});

describe("a claim made again", () => {
  const state = following(subscription({ mark: 2 }));

  test("brings the same numbers, and leaves the state as it is", () => {
    const logs = views({ harbour: log([1, "new"], [2, "new"], [3, "new"]) });
    const claim = again(state, { harbour: [1, 2] }, logs);
    expect(told(claim)).toEqual(["harbour: new 2, new 1", { harbour: [1, 2] }]);
    if (typeof claim !== "string") expect(claim.state).toEqual(state);
  });

  test("serves what has come since of the same developments", () => {
    const logs = views({ harbour: log([1, "new"], [2, "new"], [3, "new"], [1, "corrected"], [2, "withdrawn"]) });
    const claim = again(state, { harbour: [1, 2] }, logs);
    expect(told(claim)).toEqual(["harbour: new 4", { harbour: [1, 2, 4, 5] }]);
    if (typeof claim !== "string") expect(claim.state.subscriptions).toMatchObject([{ mark: 2, brought: [4, 5] }]);
  });

  test("tells the correction of an update that said nothing by itself", () => {
    const logs = views({ harbour: log([1, "new"], [1, "updated"], [3, "new"], [1, "corrected"]) });
    expect(told(again(following(subscription({ mark: 3 })), { harbour: [2, 3] }, logs))).toEqual([
      "harbour: corrected 4, new 3",
      { harbour: [2, 3, 4] },
    ]);
  });

  test("is refused where everything was withdrawn or left since", () => {
    const withdrawn = views({ harbour: log([1, "new"], [1, "withdrawn"]) });
    expect(again(state, { harbour: [1] }, withdrawn)).toBe("nothing-new");
    expect(again(following(), { harbour: [1] }, withdrawn)).toBe("left");
    expect(again(suppressed(state, "bounce", 9), { harbour: [1] }, withdrawn)).toBe("suppressed");
  });

  test("brings nothing to one who has left and come back since", () => {
    const back = following(subscription({ start: 2, mark: 2 }));
    expect(again(back, { harbour: [1, 2] }, views({ harbour: log([1, "new"], [2, "new"]) }))).toBe("left");
  });
});

describe("the numbers of an alert", () => {
  test.each([
    [[], log([1, "new", "routine"])],
    [[1], log([1, "new", "breaking"])],
    [[1, 2], log([1, "new"], [1, "updated"])],
    [[], log([1, "new"], [1, "withdrawn"])],
    [[1, 2], log([1, "new", "routine"], [1, "updated", "notable"])],
    [[], log([1, "new", "notable"], [1, "corrected", "routine"])],
  ])("are %j of %#", (numbers, versions) => {
    expect(alertNumbers(versions, versions.length)).toEqual(numbers);
  });

  test("are none of a development that was first told before", () => {
    expect(alertNumbers(log([1, "new"], [2, "new"], [1, "corrected"]).slice(1), 3)).toEqual([2]);
  });

  test("end at the run's last", () => {
    expect(alertNumbers(log([1, "new"], [2, "new"]), 1)).toEqual([1]);
  });
});
