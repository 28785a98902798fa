import { describe, expect, test } from "vitest";
import { shardOf } from "#core/audience.ts";
import type { Audiences, DueGroups } from "#pipeline/ports/audiences.ts";

/** Over how many shards the audiences of these contracts are spread. */
export const contractShards = 4;

const ids = Array.from({ length: 60 }, (_, place) => `subscriber-${String(place).padStart(5, "0")}`);

async function everyone(audiences: Audiences, audience: string): Promise<string[]> {
  const shards = Array.from({ length: contractShards }, (_, shard) => shard);
  const members = await Promise.all(shards.map((shard) => audiences.members(audience, shard, undefined, 100)));
  return members.flat().sort();
}

/** What the audiences promise, whatever they are built on. */
export function audiencesContract(newAudiences: (shards: number) => Promise<Audiences>): void {
  describe("an audience", () => {
    test("names each member once, in the shard of its id", async () => {
      const audiences = await newAudiences(contractShards);
      for (const id of ids) await audiences.add("due.hourly", id, 1);
      for (const id of ids) await audiences.add("due.hourly", id, 2);
      for (let shard = 0; shard < contractShards; shard++) {
        const expected = ids.filter((id) => shardOf(id, contractShards) === shard);
        expect(await audiences.members("due.hourly", shard, undefined, 100)).toEqual(expected);
      }
    });

    test("is walked in bites, ascending, from where the last one ended", async () => {
      const audiences = await newAudiences(1);
      await Promise.all(ids.map((id) => audiences.add("alert.harbour", id, 1)));
      const walked: string[] = [];
      let bite: readonly string[] = [];
      do {
        bite = await audiences.members("alert.harbour", 0, walked.at(-1), 7);
        expect(bite.length).toBeLessThanOrEqual(7);
        walked.push(...bite);
      } while (bite.length > 0);
      expect(walked).toEqual(ids);
    });

    test("goes on after a member that has gone", async () => {
      const audiences = await newAudiences(1);
      for (const id of ids.slice(0, 3)) await audiences.add("due.hourly", id, 1);
      await audiences.remove("due.hourly", ids[1] ?? "", 1);
      expect(await audiences.members("due.hourly", 0, ids[1], 10)).toEqual([ids[2]]);
    });

    test("is apart from every other", async () => {
      const audiences = await newAudiences(contractShards);
      await audiences.add("due.daily.0700.Europe/London", "ana", 1);
      await audiences.add("due.daily.0730.Europe/London", "bo", 1);
      await audiences.add("due.daily.0730.Europe/London", "ana", 1);
      expect(await everyone(audiences, "due.daily.0700.Europe/London")).toEqual(["ana"]);
      expect(await everyone(audiences, "due.daily.0730.Europe/London")).toEqual(["ana", "bo"]);
      expect(await everyone(audiences, "due.hourly")).toEqual([]);
    });

    test("loses a member who is taken out", async () => {
      const audiences = await newAudiences(contractShards);
      await audiences.add("due.hourly", "ana", 3);
      await audiences.remove("due.hourly", "ana", 3);
      await audiences.remove("due.hourly", "bo", 3);
      expect(await everyone(audiences, "due.hourly")).toEqual([]);
    });

    test("keeps a member whom a newer entry of their log has named again", async () => {
      const audiences = await newAudiences(contractShards);
      await audiences.add("due.hourly", "ana", 5);
      await audiences.add("due.hourly", "ana", 3);
      await audiences.remove("due.hourly", "ana", 4);
      expect(await everyone(audiences, "due.hourly")).toEqual(["ana"]);
    });
  });
}

/** What the registry of due groups promises, whatever it is built on. */
export function dueGroupsContract(newGroups: () => Promise<DueGroups>): void {
  describe("the due groups", () => {
    test("gather the topics of everyone who stirs them, by name", async () => {
      const groups = await newGroups();
      await groups.stir("weekly.1.0700.Europe/London", ["market"], 10);
      await groups.stir("hourly", ["harbour"], 10);
      await groups.stir("hourly", ["bridge", "harbour"], 30);
      await groups.stir("hourly", ["airport"], 20);
      await groups.stir("hourly", [], 25);
      expect(await groups.all()).toEqual([
        { name: "hourly", topics: ["airport", "bridge", "harbour"], stirredAt: 30 },
        { name: "weekly.1.0700.Europe/London", topics: ["market"], stirredAt: 10 },
      ]);
    });

    test("may be stirred without a topic", async () => {
      const groups = await newGroups();
      await groups.stir("hourly", [], 10);
      expect(await groups.all()).toEqual([{ name: "hourly", topics: [], stirredAt: 10 }]);
    });

    test("lose no topic when many stir at once", async () => {
      const groups = await newGroups();
      const topics = Array.from({ length: 30 }, (_, place) => `topic-${String(place).padStart(2, "0")}`);
      await Promise.all(topics.map((topic, place) => groups.stir("hourly", [topic], 100 - place)));
      expect(await groups.all()).toEqual([{ name: "hourly", topics, stirredAt: 100 }]);
    });

    test("remember what their newest run was planned for", async () => {
      const groups = await newGroups();
      await groups.stir("hourly", ["harbour"], 10);
      await groups.setPlanned("hourly", { at: 50, tails: { harbour: 7 } });
      await groups.setPlanned("hourly", { at: 40, tails: { harbour: 6 } });
      await groups.stir("hourly", ["bridge"], 60);
      expect(await groups.all()).toEqual([
        { name: "hourly", topics: ["bridge", "harbour"], stirredAt: 60, planned: { at: 50, tails: { harbour: 7 } } },
      ]);
    });

    test("keep each wake until a run serves it", async () => {
      const groups = await newGroups();
      await groups.stir("hourly", [], 10);
      await groups.wake("hourly", 300);
      await groups.wake("hourly", 200);
      await groups.wake("hourly", 300);
      expect(await groups.all()).toMatchObject([{ wakes: [200, 300] }]);
      await groups.setPlanned("hourly", { at: 250, tails: {} }, [200]);
      expect(await groups.all()).toMatchObject([{ wakes: [300] }]);
      await groups.setPlanned("hourly", { at: 350, tails: {} }, [300]);
      expect(await groups.all()).toEqual([
        { name: "hourly", topics: [], stirredAt: 10, planned: { at: 350, tails: {} } },
      ]);
    });

    test("do not come into being by being woken", async () => {
      const groups = await newGroups();
      await groups.wake("hourly", 300);
      expect(await groups.all()).toEqual([]);
    });

    test("do not come into being by being planned", async () => {
      const groups = await newGroups();
      await groups.setPlanned("hourly", { at: 50, tails: {} });
      expect(await groups.all()).toEqual([]);
    });
  });
}
