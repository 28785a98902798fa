// What the messages of our own queues say. Anything else goes to the dead-letter queue, where a person looks.

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

/**
 * The poll that a message asks for.
 *
 * @throws {Fault} `message.malformed` where it is none of ours, or of another version
 */
export function gatherMessage(body: unknown): GatherMessage {
  const { source, dueAt } = fieldsOf("gatherer", body);
  if (typeof source === "string" && isSourceId(source) && Number.isSafeInteger(dueAt)) {
    return { source, dueAt: Number(dueAt) };
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
