// What a CMS sends by itself, signed: the same as publishing, and changes that name a development by its key.

import * as z from "zod";
import { developmentWithKey } from "#pipeline/list-developments.ts";
import { changeDevelopment } from "./change-development.ts";
import { type Publishing, publishAll, published, publishingBody, publishingSchema } from "./development-operations.ts";
import { operation } from "./operation.ts";
import { changedSaid, hookChange } from "./schemas.ts";

type HookChange = z.output<typeof hookChange>;
type HookMessage = Publishing | HookChange;

const done = { name: "HookDone", schema: z.union([published.schema, changedSaid]) };

export const hookOperation = operation<HookMessage>({
  id: "receiveHook",
  method: "POST",
  path: "/api/hooks/{hook}",
  summary: "Receive a signed message of a CMS: developments of the hook's topic, or a change to one by its key",
  needs: "hook",
  body: {
    name: "HookMessage",
    schema: z.union([publishingBody.schema, hookChange]) as z.ZodType<HookMessage>,
    choose: (value) => (isChange(value) ? hookChange : publishingSchema(value)) as z.ZodType<HookMessage>,
    examples: {
      publish: { headline: "Ferries stop at noon", key: "harbour-strike/ferries" },
      correct: {
        ...{ kind: "correct", key: "harbour-strike/ferries" },
        ...{ headline: "Ferries stop at one", note: "The hour was wrong." },
      },
      withdraw: { kind: "withdraw", key: "harbour-strike/ferries" },
    },
  },
  answers: {
    200: { says: "Nothing was added; what is known may have been changed.", body: done },
    201: { says: "At least one development was added.", body: done },
  },
  refuses: ["no-such-topic", "topic-closed", "no-such-development", "topic-merged", "withdrawn"],
  answer: async (ports, { topic, body }) => {
    if (!("kind" in body)) return publishAll(ports, topic, body);
    const { key, ...change } = body;
    const development = await developmentWithKey(ports, topic, key);
    if (development === undefined) {
      return { problem: "no-such-development", detail: "No development was published under this key." };
    }
    return changeDevelopment(ports, { topic, development }, change);
  },
});

function isChange(value: unknown): boolean {
  return typeof value === "object" && value !== null && "kind" in value;
}
