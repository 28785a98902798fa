import { describe, expect, test } from "vitest";
import type { GivenAnswers } from "#pipeline/ports/given-answers.ts";

const request = { owner: "0a1b2c3d4e5f", name: "order #1 / a=b", asked: "one body" };
const beginning = { at: 100_000, abandonedBefore: 70_000, until: 200_000 };
const answer = { status: 201, headers: { Location: "/api/topics/harbour" }, body: '{"numbers":[1]}' };

/** What the given answers promise, whatever they are built on. */
export function givenAnswersContract(newAnswers: () => Promise<GivenAnswers>): void {
  describe("a given answer", () => {
    test("stands under the request's name, with what was asked", async () => {
      const answers = await newAnswers();
      expect(await answers.begin(request, beginning)).toBe("begun");
      expect(await answers.begin({ ...request, asked: "another" }, beginning)).toEqual({ asked: "one body" });
      await answers.finish(request, 100_000, answer);
      expect(await answers.begin(request, beginning)).toEqual({ asked: "one body", answer });
    });

    test("is another one for another owner, and for another name", async () => {
      const answers = await newAnswers();
      await answers.begin(request, beginning);
      expect(await answers.begin({ ...request, owner: "ffffffffffff" }, beginning)).toBe("begun");
      expect(await answers.begin({ ...request, name: "order #2" }, beginning)).toBe("begun");
    });

    test("is begun by one of many that ask at once", async () => {
      const answers = await newAnswers();
      const begun = await Promise.all(Array.from({ length: 20 }, () => answers.begin(request, beginning)));
      expect(begun.filter((one) => one === "begun")).toHaveLength(1);
    });

    test("is forgotten when its time is over", async () => {
      const answers = await newAnswers();
      await answers.begin(request, beginning);
      await answers.finish(request, 100_000, answer);
      expect(await answers.begin(request, { ...beginning, at: 199_999, abandonedBefore: 169_999 })).toHaveProperty(
        "answer",
      );
      expect(await answers.begin(request, { ...beginning, at: 200_000, until: 300_000 })).toBe("begun");
    });

    test("is begun anew where whoever began has not answered for long", async () => {
      const answers = await newAnswers();
      await answers.begin(request, beginning);
      expect(await answers.begin(request, { ...beginning, at: 130_000, abandonedBefore: 100_000 })).toEqual({
        asked: "one body",
      });
      expect(await answers.begin(request, { ...beginning, at: 130_001, abandonedBefore: 100_001 })).toBe("begun");
      await answers.finish(request, 100_000, answer);
      await answers.forget(request, 100_000);
      expect(await answers.begin(request, { ...beginning, at: 130_002 })).toEqual({ asked: "one body" });
    });

    test("may be forgotten before it is given, and not after", async () => {
      const answers = await newAnswers();
      await answers.begin(request, beginning);
      await answers.forget(request, 100_000);
      expect(await answers.begin(request, beginning)).toBe("begun");
      await answers.finish(request, 100_000, answer);
      await answers.forget(request, 100_000);
      expect(await answers.begin(request, beginning)).toEqual({ asked: "one body", answer });
    });
  });
}
