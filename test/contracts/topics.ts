import { describe, expect, test } from "vitest";
import type { Version } from "#core/development.ts";
import { closingVersion } from "#core/merge.ts";
import type { Topic } from "#core/topic.ts";
import type { AlertsDue, TopicLog, Topics } from "#pipeline/ports/topics.ts";

const harbour: Topic = { slug: "harbour-strike", title: "Harbour strike", createdAt: 1_000 };
const bridge: Topic = { slug: "bridge-repairs", title: "Bridge repairs", createdAt: 2_000 };

/** What the topics promise, whatever they are built on. */
export function topicsContract(newTopics: () => Promise<Topics>): void {
  describe("the topics", () => {
    test("give back a topic that was put, and nothing for another slug", async () => {
      const topics = await newTopics();
      await topics.put(harbour);
      expect(await topics.get("harbour-strike")).toEqual(harbour);
      expect(await topics.get("bridge-repairs")).toBeUndefined();
    });

    test("keep the topic that was put first, and say which it is", async () => {
      const topics = await newTopics();
      await topics.put(harbour);
      expect(await topics.put({ ...harbour, title: "Another title" })).toEqual(harbour);
      expect(await topics.get("harbour-strike")).toEqual(harbour);
    });

    test("are listed by slug", async () => {
      const topics = await newTopics();
      await topics.put(harbour);
      await topics.put(bridge);
      expect(await topics.all()).toEqual([bridge, harbour]);
    });

    test("go by an alias too, which names no other topic from then on", async () => {
      const topics = await newTopics();
      await topics.put(harbour);
      await topics.put(bridge);
      expect(await topics.putAlias("port-talks", "harbour-strike")).toEqual(harbour);
      expect(await topics.get("port-talks")).toEqual(harbour);
      expect(await topics.putAlias("port-talks", "bridge-repairs")).toEqual(harbour);
      expect(await topics.putAlias("harbour-strike", "bridge-repairs")).toEqual(harbour);
      expect(await topics.put({ ...bridge, slug: "port-talks" })).toEqual(harbour);
      expect(await topics.all()).toEqual([bridge, harbour]);
    });

    test("change in what is said anew, and in nothing else", async () => {
      const topics = await newTopics();
      await topics.put(harbour);
      await topics.putAlias("port-talks", "harbour-strike");
      const renamed = { ...harbour, title: "The port talks", address: "port-talks" };
      expect(await topics.change("harbour-strike", { title: "The port talks", address: "port-talks" })).toEqual(
        renamed,
      );
      const closed = { at: 9_000, note: "The strike is over." };
      expect(await topics.change("harbour-strike", { closed })).toEqual({ ...renamed, closed });
      expect(await topics.get("port-talks")).toEqual({ ...renamed, closed });
      expect(await topics.change("harbour-strike", { closed: "open" })).toEqual(renamed);
      expect(await topics.all()).toEqual([renamed]);
    });

    test("do not come into being by a change, and an alias is none", async () => {
      const topics = await newTopics();
      await topics.put(harbour);
      await topics.putAlias("port-talks", "harbour-strike");
      expect(await topics.change("bridge-repairs", { title: "A title" })).toBeUndefined();
      expect(await topics.change("port-talks", { closed: "open" })).toBeUndefined();
      expect(await topics.all()).toEqual([harbour]);
    });

    test("that go on in another are shown as that one, by way of others too, and not listed", async () => {
      const topics = await newTopics();
      const ferries: Topic = { slug: "ferries", title: "The ferries", createdAt: 3_000 };
      for (const topic of [harbour, bridge, ferries]) await topics.put(topic);
      await topics.change("harbour-strike", { mergedInto: "bridge-repairs" });
      await topics.change("bridge-repairs", { title: "The bridge", address: "the-bridge" });
      expect(await topics.get("harbour-strike")).toEqual({
        ...harbour,
        title: "The bridge",
        address: "the-bridge",
        mergedInto: "bridge-repairs",
      });
      await topics.change("bridge-repairs", { mergedInto: "ferries" });
      await topics.change("ferries", { closed: { at: 5_000 } });
      expect(await topics.get("harbour-strike")).toEqual({
        ...harbour,
        title: "The ferries",
        address: "ferries",
        mergedInto: "ferries",
        closed: { at: 5_000 },
      });
      expect((await topics.all()).map(({ slug }) => slug)).toEqual(["ferries"]);
    });

    test("are merged only from what was read, one of many that do so at once", async () => {
      const topics = await newTopics();
      expect(await topics.merges()).toEqual({});
      const rivals = Array.from({ length: 20 }, (_, place) => ({ harbour: `bridge-${place}` }));
      const won = await Promise.all(rivals.map((rival) => topics.setMerges(rival, {})));
      expect(won.filter(Boolean)).toHaveLength(1);
      const [first] = rivals.filter((_, place) => won[place]);
      expect(await topics.merges()).toEqual(first);
      expect(await topics.setMerges({ ...first, ferries: "harbour" }, { harbour: "elsewhere" })).toBe(false);
      expect(await topics.setMerges({ ...first, ferries: "harbour" }, first ?? {})).toBe(true);
      expect(await topics.merges()).toEqual({ ...first, ferries: "harbour" });
    });

    test("tell everyone who puts one slug at once of the same topic", async () => {
      const topics = await newTopics();
      const titles = Array.from({ length: 20 }, (_, place) => `Title ${place}`);
      const standing = await Promise.all(titles.map((title) => topics.put({ ...harbour, title })));
      expect(new Set(standing.map(({ title }) => title)).size).toBe(1);
    });
  });
}

function version(number: number): Version {
  return {
    number,
    development: number,
    kind: "new",
    importance: "notable",
    recordedAt: 1_000 + number,
    headline: `What happened ${number}`,
    text: "<p>Dockers and owners met again – “no result”.</p>",
    url: "https://example.test/live#1",
  };
}

/** What a topic's log promises, whatever it is built on. */
export function topicLogContract(newLog: () => Promise<TopicLog>): void {
  describe("a topic's log", () => {
    test("is empty at first", async () => {
      const log = await newLog();
      expect(await log.tail("harbour")).toBe(0);
      expect(await log.read("harbour", 0)).toEqual([]);
    });

    test("gives its versions in order, past the ninth and the ninety-ninth", async () => {
      const log = await newLog();
      const versions = Array.from({ length: 101 }, (_, place) => version(place + 1));
      for (const one of versions) await log.append("harbour", one);
      expect(await log.tail("harbour")).toBe(101);
      expect(await log.read("harbour", 0)).toEqual(versions);
      expect(await log.read("harbour", 99)).toEqual(versions.slice(99));
    });

    test("gives what came after an earlier reading, and again what was read before", async () => {
      const log = await newLog();
      for (const number of [1, 2, 3]) await log.append("harbour", version(number));
      expect(await log.read("harbour", 2)).toEqual([version(3)]);
      await log.append("harbour", version(4));
      expect(await log.read("harbour", 2)).toEqual([version(3), version(4)]);
      expect(await log.read("harbour", 0)).toEqual([1, 2, 3, 4].map(version));
      expect(await log.read("harbour", 4)).toEqual([]);
      await log.append("harbour", version(5));
      expect(await log.read("harbour", 3)).toEqual([version(4), version(5)]);
    });

    test("goes on in another's after its end, under numbers of its own", async () => {
      const log = await newLog();
      for (const number of [1, 2]) await log.append("harbour", version(number));
      for (const number of [1, 2, 3]) await log.append("bridge", version(number));
      const closing = closingVersion(3, { into: "bridge", at: 2 }, 2_000);
      expect(await log.append("harbour", closing)).toBe(true);
      await log.append("bridge", { ...version(4), development: 1, kind: "corrected" });
      await log.append("bridge", { ...version(5), development: 3, kind: "corrected" });
      const goesOn = [
        { ...version(3), number: 4, development: 4 },
        { ...version(4), number: 5, development: -1, kind: "corrected" },
        { ...version(5), number: 6, development: 4, kind: "corrected" },
      ];
      expect(await log.tail("harbour")).toBe(6);
      expect(await log.read("harbour", 0)).toEqual([version(1), version(2), closing, ...goesOn]);
      expect(await log.read("harbour", 2)).toEqual([closing, ...goesOn]);
      expect(await log.read("harbour", 5)).toEqual(goesOn.slice(2));
      expect(await log.tail("bridge")).toBe(5);
    });

    test("goes on through several, and whoever looks at its end first finds the same", async () => {
      const log = await newLog();
      for (const topic of ["harbour", "bridge", "ferries"]) await log.append(topic, version(1));
      await log.append("harbour", closingVersion(2, { into: "bridge", at: 1 }, 2_000));
      await log.append("bridge", closingVersion(2, { into: "ferries", at: 0 }, 2_000));
      expect(await log.read("harbour", 3)).toEqual([{ ...version(1), number: 4, development: 4 }]);
      expect(await log.read("harbour", 4)).toEqual([]);
      expect(await log.tail("harbour")).toBe(4);
      expect((await log.read("harbour", 0)).map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    });

    test("keeps topics apart", async () => {
      const log = await newLog();
      await log.append("harbour", version(1));
      await log.append("harbour-2", version(1));
      await log.append("harbour-2", version(2));
      expect(await log.tail("harbour")).toBe(1);
      expect(await log.read("harbour", 0)).toEqual([version(1)]);
    });

    test("keeps the version that stands, and says that the other was not appended", async () => {
      const log = await newLog();
      expect(await log.append("harbour", version(1))).toBe(true);
      expect(await log.append("harbour", { ...version(1), headline: "Another" })).toBe(false);
      expect(await log.read("harbour", 0)).toEqual([version(1)]);
    });

    test("gives a number to one of many that ask at once", async () => {
      const log = await newLog();
      const rivals = Array.from({ length: 30 }, (_, place) => ({ ...version(1), headline: `Rival ${place}` }));
      const won = await Promise.all(rivals.map((rival) => log.append("harbour", rival)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await log.read("harbour", 0)).toEqual([rivals[won.indexOf(true)]]);
    });
  });
}

/** What the noted alerts promise, whatever they are built on. */
export function alertsDueContract(newAlerts: () => Promise<AlertsDue>): void {
  describe("the alerts due", () => {
    test("list the topics that were noted, each once", async () => {
      const alerts = await newAlerts();
      await alerts.note("harbour", 10);
      await alerts.note("bridge", 11);
      await alerts.note("harbour", 12);
      expect(await alerts.all()).toEqual(["bridge", "harbour"]);
    });

    test("forget a topic that was not noted again", async () => {
      const alerts = await newAlerts();
      await alerts.note("harbour", 10);
      await alerts.forget("harbour", 10);
      expect(await alerts.all()).toEqual([]);
    });

    test("remember a topic that was noted again, also when an older note comes late", async () => {
      const alerts = await newAlerts();
      await alerts.note("harbour", 20);
      await alerts.note("harbour", 10);
      await alerts.forget("harbour", 15);
      expect(await alerts.all()).toEqual(["harbour"]);
    });

    test("say how far alerts have come, and never go back", async () => {
      const alerts = await newAlerts();
      expect(await alerts.alerted("harbour")).toBeUndefined();
      await alerts.setAlerted("harbour", { upTo: 17, at: 100 });
      await alerts.setAlerted("harbour", { upTo: 19, at: 200 });
      await alerts.setAlerted("harbour", { upTo: 18, at: 300 });
      expect(await alerts.alerted("harbour")).toEqual({ upTo: 19, at: 200 });
    });

    test("leave the topic's log alone", async () => {
      const alerts = await newAlerts();
      await alerts.setAlerted("harbour", { upTo: 1, at: 100 });
      expect(await alerts.all()).toEqual([]);
    });
  });
}
