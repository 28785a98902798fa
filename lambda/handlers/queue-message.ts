// What the messages of our own queues say. Anything else goes to the dead-letter queue, where a person looks.

import { gunzipSync } from "node:zlib";
import { messageVersion } from "#adapters/sqs/message.ts";
import { Fault } from "#core/fault.ts";
import { isHeldId } from "#core/held.ts";
import type { SliceKey } from "#core/slice.ts";
import { isSourceId } from "#core/source.ts";
import { isSlug } from "#core/topic.ts";
import type { PlanMessage } from "#pipeline/ports/queues.ts";
import type { GatherMessage } from "#pipeline/ports/sources.ts";

/** Shards have four digits in the table's keys. */
const shardMax = 9999;

/**
 * The slice that a message names.
 *
 * @throws {Fault} `message.malformed` where it is none of ours, or of another version
 */
export function sliceMessage(body: unknown): SliceKey {
  const { run, shard, first } = fieldsOf("sender", body);
  if (isRun(run) && isShard(shard) && typeof first === "string" && /^[A-Za-z0-9_-]{16}$/.test(first)) {
    return { run, shard, first };
  }
  throw new Fault("message.malformed", "the sender's message names no slice");
}

/**
 * What a message asks of the planner.
 *
 * @throws {Fault} `message.malformed` where it is none of ours, or of another version
 */
export function planMessage(body: unknown): PlanMessage {
  const { kind, run, shard, topic, id } = fieldsOf("planner", body);
  if (kind === "alert" && typeof topic === "string" && isSlug(topic)) return { kind, topic };
  if (kind === "release" && typeof topic === "string" && isSlug(topic) && typeof id === "string" && isHeldId(id)) {
    return { kind, topic, id };
  }
  if (kind === "part" && isRun(run) && isShard(shard)) return { kind, run, shard };
  throw new Fault("message.malformed", "the planner's message names no part, no topic and nothing held");
}

/** What the gatherer is asked for: a poll, or to take what a hub has pushed, unless that was too long for a message. */
export type GatherWork =
  | ({ readonly kind: "poll" } & GatherMessage)
  | { readonly kind: "pushed"; readonly source: string; readonly body: Uint8Array | undefined };

/** Most bytes of a pushed body once decompressed: what comes through the site's door has 6 MB at most. */
const pushedMaxBytes = 10_000_000;

/**
 * What a message asks of the gatherer.
 *
 * @throws {Fault} `message.malformed` where it is none of ours, or of another version
 */
export function gatherMessage(body: unknown): GatherWork {
  const { source, dueAt, pushed, isLong } = fieldsOf("gatherer", body);
  if (typeof source === "string" && isSourceId(source)) {
    if (Number.isSafeInteger(dueAt)) return { kind: "poll", source, dueAt: Number(dueAt) };
    if (isLong === true) return { kind: "pushed", source, body: undefined };
    if (typeof pushed === "string") {
      const packed = Buffer.from(pushed, "base64");
      return { kind: "pushed", source, body: gunzipSync(packed, { maxOutputLength: pushedMaxBytes }) };
    }
  }
  throw new Fault("message.malformed", "the gatherer's message names no poll of a source");
}

function fieldsOf(reader: string, body: unknown): Readonly<Record<string, unknown>> {
  const fields = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const { v } = fields;
  if (v === messageVersion) return fields;
  const said = typeof v === "number" ? `is of version ${v}` : "has no version";
  throw new Fault(
    "message.malformed",
    `the ${reader} reads messages of version ${messageVersion}, and this one ${said}`,
  );
}

function isRun(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isShard(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= shardMax;
}
