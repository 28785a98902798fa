import { describe, expect, test } from "vitest";
import type { Version } from "#core/development.ts";
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

    test("keep what to read next beside a topic, the last that was set", async () => {
      const topics = await newTopics();
      await topics.put(harbour);
      const related = [{ label: "READ MORE", text: "A bridge in twelve drawings", url: "https://example.test/bridge" }];
      await topics.setRelated("harbour-strike", [{ label: "SEE", text: "A map", url: "https://example.test/map" }]);
      await topics.setRelated("harbour-strike", related);
      await topics.setRelated("no-such-topic", related);
      expect(await topics.get("harbour-strike")).toEqual({ ...harbour, related });
      expect(await topics.put(harbour)).toEqual({ ...harbour, related });
      expect(await topics.all()).toEqual([{ ...harbour, related }]);
    });

    test("are listed by slug", async () => {
      const topics = await newTopics();
      await topics.put(harbour);
      await topics.put(bridge);
      expect(await topics.all()).toEqual([bridge, harbour]);
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
