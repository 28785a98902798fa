import type { GivenAnswer, GivenAnswers, Repeatable } from "#pipeline/ports/given-answers.ts";
import { expiry, jsonOf, text, textOf, whole } from "./item.ts";
import { givenAnswerKey, type Key } from "./keys.ts";
import { get, put, remove, update, wins } from "./requests.ts";
import type { DynamoTable } from "./table.ts";

/** The answers given to requests that may be repeated, one item a request. */
export function dynamoGivenAnswers(table: DynamoTable): GivenAnswers {
  return {
    async begin(request, { at, abandonedBefore, until }) {
      const key = keyOf(request);
      const item = {
        asked: text(request.asked),
        begunAt: whole(at),
        keptUntil: whole(until),
        expiresAt: expiry(until),
      };
      const free = {
        holds:
          "attribute_not_exists(#pk) OR #keptUntil <= :now " +
          "OR (attribute_not_exists(#answer) AND #begunAt < :abandonedBefore)",
        values: { now: whole(at), abandonedBefore: whole(abandonedBefore) },
      };
      if (await wins(table, key, (writer) => put(table, key, { ...item, ...writer }, free))) return "begun";
      const standing = await get(table, key);
      // Forgotten between the two: its sender is told to come again, as if it were still under way.
      if (standing === undefined) return { asked: request.asked };
      const asked = textOf(standing, "asked");
      return standing["answer"] === undefined ? { asked } : { asked, answer: jsonOf(standing, "answer", isAnswer) };
    },
    async finish(request, begunAt, answer) {
      const set = { answer: text(JSON.stringify(answer)) };
      await update(table, keyOf(request), { set }, begun(begunAt));
    },
    async forget(request, begunAt) {
      const { holds, values } = begun(begunAt);
      await remove(table, keyOf(request), { holds: `${holds} AND attribute_not_exists(#answer)`, values });
    },
  };
}

function begun(at: number) {
  return { holds: "#begunAt = :begunAt", values: { begunAt: whole(at) } };
}

function keyOf({ owner, name }: Repeatable): Key {
  return givenAnswerKey(owner, name);
}

function isAnswer({ status, headers, body }: Partial<GivenAnswer>): boolean {
  return typeof status === "number" && typeof headers === "object" && typeof body === "string";
}
