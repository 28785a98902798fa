// The schemas of sources.

import * as z from "zod";
import { everyMinutesMax, everyMinutesMin } from "#core/source.ts";
import { importance } from "../wording-schema.ts";
import { address, slug, time } from "./schemas.ts";

export const newSource = z.strictObject({
  topic: slug,
  url: address,
  importance: importance.exactOptional(),
  includeOld: z.boolean().describe("What it holds already is news too").exactOptional(),
  needsApproval: z.boolean().describe("What it brings waits until an editor releases it").exactOptional(),
  everyMinutes: z
    .int()
    .min(everyMinutesMin)
    .max(everyMinutesMax)
    .describe("Minutes between two polls, unless the source asks for more")
    .exactOptional(),
});

export const sourceSaid = z.strictObject({
  id: z.string(),
  topic: z.string(),
  url: z.string(),
  state: z.enum(["new", "good", "failing", "ended"]),
  title: z.string().exactOptional(),
  importance: importance.exactOptional(),
  needsApproval: z.literal(true).exactOptional(),
  everyMinutes: z.int().exactOptional(),
  problem: z.string().describe("Why it could not be read, in words").exactOptional(),
  ended: z.string().describe("Why it is polled no more, in words").exactOptional(),
  addedAt: time,
  polledAt: time.exactOptional(),
  readAt: time.describe("When it was last read without a problem").exactOptional(),
  newsAt: time.describe("When it last brought something new").exactOptional(),
  nextPollAt: time.exactOptional(),
});

export const sourcesSaid = z.strictObject({ sources: z.array(sourceSaid) });
export const removedSaid = z.strictObject({ source: z.string(), removed: z.literal(true) });
export const askedSaid = z.strictObject({ source: z.string(), askedAt: time });
