import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createClock } from "#local/clock/clock.ts";
import { type Notebook, notebookInMemory, openNotebook } from "#local/notebook.ts";
import { createQueues, type QueueDefinition } from "#local/services/queues.ts";

const START = Date.parse("2026-11-22T08:00:00Z");
const arn = "arn:aws:sqs:us-east-1:000000000000:Work";
const dead = "arn:aws:sqs:us-east-1:000000000000:Dead";

const definition = (more: Partial<QueueDefinition>): QueueDefinition => ({
  arn,
  url: "http://127.0.0.1/000000000000/Work",
  name: "Work",
  delaySeconds: 0,
  visibilitySeconds: 30,
  retentionSeconds: 3600,
  redrive: { targetArn: dead, maxReceiveCount: 2 },
  ...more,
});

function open(notebook: Notebook = notebookInMemory(), more: Partial<QueueDefinition> = {}) {
  const clock = createClock(notebook, () => START);
  const definitions = [
    definition(more),
    definition({ arn: dead, name: "Dead", redrive: undefined, retentionSeconds: 7200 }),
  ];
  const queues = createQueues(definitions, clock, notebook);
  const pass = (seconds: number) => clock.turnTo(clock.now() + seconds * 1000);
  return { queues, clock, pass };
}

describe("a queue", () => {
  test("hands out what was sent, in order, with its digest", () => {
    const { queues } = open();
    const { md5 } = queues.send(arn, "one");
    queues.send(arn, "two");
    expect(md5).toBe("f97c5d29941bfb1b2fdab0874906ab82");
    expect(queues.receive(arn, 10).map((message) => message.body)).toEqual(["one", "two"]);
  });

  test("hides a message while its delay lasts", () => {
    const { queues, pass } = open();
    queues.send(arn, "late", 60);
    expect(queues.receive(arn, 1)).toEqual([]);
    expect(queues.nextVisibleAt(arn)).toBe(START + 60_000);
    pass(60);
    expect(queues.receive(arn, 1)).toHaveLength(1);
  });

  test("has a delay of its own for messages that bring none", () => {
    const { queues } = open(notebookInMemory(), { delaySeconds: 5 });
    queues.send(arn, "late");
    queues.send(arn, "now", 0);
    expect(queues.receive(arn, 10).map((message) => message.body)).toEqual(["now"]);
  });

  test("hands a message out again when its visibility time-out has passed, and counts", () => {
    const { queues, pass } = open();
    queues.send(arn, "again");
    const [first] = queues.receive(arn, 1);
    pass(29);
    expect(queues.receive(arn, 1)).toEqual([]);
    pass(1);
    const [second] = queues.receive(arn, 1);
    expect([first?.receiveCount, second?.receiveCount]).toEqual([1, 2]);
    expect(second?.firstReceivedAt).toBe(first?.firstReceivedAt);
  });

  test("takes a message out by the receipt of its last receive alone", () => {
    const { queues, pass } = open();
    queues.send(arn, "again");
    const [first] = queues.receive(arn, 1);
    pass(30);
    const [second] = queues.receive(arn, 1);
    queues.remove(arn, [first?.receipt ?? ""]);
    pass(30);
    expect(queues.visibleCount(arn)).toBe(1);
    queues.remove(arn, [second?.receipt ?? ""]);
    expect(queues.visibleCount(arn)).toBe(0);
  });

  test("moves what was received too often to its dead letters, and goes on with the next", () => {
    const { queues, pass } = open();
    queues.send(arn, "poison");
    queues.receive(arn, 1);
    pass(30);
    queues.receive(arn, 1);
    pass(30);
    queues.send(arn, "good");
    expect(queues.receive(arn, 1).map((message) => message.body)).toEqual(["good"]);
    expect(queues.receive(dead, 1).map((message) => message.body)).toEqual(["poison"]);
  });

  test("forgets a message when its retention has passed", () => {
    const { queues, pass } = open();
    queues.send(arn, "old");
    pass(3600);
    expect(queues.visibleCount(arn)).toBe(0);
  });

  test("keeps its messages and what it knows of them over a restart", () => {
    const folder = mkdtempSync(join(tmpdir(), "bulletin-queues-"));
    const before = openNotebook(folder);
    if (!before) throw new Error("locked");
    const first = open(before);
    first.queues.send(arn, "kept");
    first.queues.receive(arn, 1);
    first.pass(10);
    expect(openNotebook(folder)).toBeUndefined();
    before.close();
    const after = openNotebook(folder);
    if (!after) throw new Error("locked");
    const second = open(after);
    expect(second.clock.now()).toBe(START + 10_000);
    expect(second.queues.visibleCount(arn)).toBe(0);
    second.pass(20);
    expect(second.queues.receive(arn, 1)[0]?.receiveCount).toBe(2);
    after.close();
    rmSync(folder, { recursive: true });
  });
});
