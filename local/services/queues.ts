/**
 * The queues of the stack: delay, visibility, receive counts, dead-letter queues, kept in the notebook.
 *
 * Time is the turned clock's, so that a delay ends when the clock is turned past it.
 */
import { createHash, randomUUID } from "node:crypto";
import type { StatementSync } from "node:sqlite";
import type { Instant } from "#core/instant.ts";
import type { Clock } from "../clock/clock.ts";
import type { Notebook } from "../notebook.ts";

export interface QueueDefinition {
  readonly arn: string;
  readonly url: string;
  readonly name: string;
  readonly delaySeconds: number;
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  /** Where a message goes that was received `maxReceiveCount` times. */
  readonly redrive: { readonly targetArn: string; readonly maxReceiveCount: number } | undefined;
}

export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  readonly receipt: string;
  readonly sentAt: Instant;
  readonly firstReceivedAt: Instant;
  readonly receiveCount: number;
}

export interface Queues {
  send(arn: string, body: string, delaySeconds?: number): { readonly id: string; readonly md5: string };
  receive(arn: string, most: number): readonly QueueMessage[];
  /** Takes messages out; the receipt of an earlier receive takes nothing out. */
  remove(arn: string, receipts: readonly string[]): void;
  visibleCount(arn: string): number;
  /** When the next message that waits now can be received. */
  nextVisibleAt(arn: string): Instant | undefined;
  /** Calls `onMessage` after each send to the queue, and after each move into it. */
  subscribe(arn: string, onMessage: () => void): void;
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS messages (
  queue TEXT NOT NULL, id TEXT PRIMARY KEY, body TEXT NOT NULL, sentAt INTEGER NOT NULL, visibleAt INTEGER NOT NULL,
  firstReceivedAt INTEGER, receiveCount INTEGER NOT NULL DEFAULT 0, receipt TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS messagesByTime ON messages (queue, visibleAt);
CREATE INDEX IF NOT EXISTS messagesByAge ON messages (queue, sentAt);
CREATE INDEX IF NOT EXISTS messagesByReceipt ON messages (receipt);`;

const STATEMENTS = {
  send: "INSERT INTO messages (queue, id, body, sentAt, visibleAt) VALUES (?, ?, ?, ?, ?)",
  visible: "SELECT * FROM messages WHERE queue = ? AND visibleAt <= ? ORDER BY visibleAt, rowid LIMIT ?",
  receive: "UPDATE messages SET visibleAt = ?, firstReceivedAt = ?, receiveCount = ?, receipt = ? WHERE id = ?",
  move: "UPDATE messages SET queue = ?, visibleAt = ?, receiveCount = 0, receipt = NULL WHERE id = ?",
  remove: "DELETE FROM messages WHERE queue = ? AND receipt = ?",
  expire: "DELETE FROM messages WHERE queue = ? AND sentAt <= ?",
  count: "SELECT count(*) AS count FROM messages WHERE queue = ? AND visibleAt <= ?",
  next: "SELECT min(visibleAt) AS next FROM messages WHERE queue = ? AND visibleAt > ?",
};

interface Row {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  readonly firstReceivedAt: number | null;
  readonly receiveCount: number;
}

type Statements = Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;

export function createQueues(definitions: readonly QueueDefinition[], clock: Clock, notebook: Notebook): Queues {
  const { database } = notebook;
  database.exec(SCHEMA);
  const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]);
  const run = Object.fromEntries(prepared) as Statements;
  const byArn = new Map(definitions.map((definition) => [definition.arn, definition]));
  const listeners = new Map<string, (() => void)[]>();

  const tell = (arn: string) => {
    for (const listener of listeners.get(arn) ?? []) listener();
  };
  /** The queue, with what has outlived its retention gone. */
  const current = (arn: string): QueueDefinition => {
    const queue = byArn.get(arn);
    if (!queue) throw new Error(`There is no queue ${arn}.`);
    run.expire.run(arn, clock.now() - queue.retentionSeconds * 1000);
    return queue;
  };

  return {
    send(arn, body, delaySeconds) {
      const queue = current(arn);
      const now = clock.now();
      const id = randomUUID();
      run.send.run(arn, id, body, now, now + (delaySeconds ?? queue.delaySeconds) * 1000);
      tell(arn);
      return { id, md5: createHash("md5").update(body).digest("hex") };
    },
    receive: (arn, most) => notebook.together(() => receive(current(arn), most, { run, clock, tell })),
    remove: (arn, receipts) =>
      notebook.together(() => {
        for (const receipt of receipts) run.remove.run(arn, receipt);
      }),
    visibleCount(arn) {
      current(arn);
      return Number(run.count.get(arn, clock.now())?.["count"]);
    },
    nextVisibleAt(arn) {
      const next = run.next.get(arn, clock.now())?.["next"];
      return typeof next === "number" ? next : undefined;
    },
    subscribe(arn, onMessage) {
      listeners.set(arn, [...(listeners.get(arn) ?? []), onMessage]);
    },
  };
}

interface ReceiveParts {
  readonly run: Statements;
  readonly clock: Clock;
  readonly tell: (arn: string) => void;
}

function receive(queue: QueueDefinition, most: number, parts: ReceiveParts): readonly QueueMessage[] {
  const { run, clock, tell } = parts;
  const received: QueueMessage[] = [];
  // A message that was received too often is moved, not handed out: look again for as many as were moved.
  for (let moved = true; moved && received.length < most; ) {
    moved = false;
    for (const row of run.visible.all(queue.arn, clock.now(), most - received.length) as unknown as Row[]) {
      if (!queue.redrive || row.receiveCount < queue.redrive.maxReceiveCount) {
        received.push(handOut(queue, row, parts));
        continue;
      }
      run.move.run(queue.redrive.targetArn, clock.now(), row.id);
      tell(queue.redrive.targetArn);
      moved = true;
    }
  }
  return received;
}

function handOut(queue: QueueDefinition, row: Row, { run, clock }: ReceiveParts): QueueMessage {
  const now = clock.now();
  const firstReceivedAt = row.firstReceivedAt ?? now;
  const receipt = randomUUID();
  const receiveCount = row.receiveCount + 1;
  run.receive.run(now + queue.visibilitySeconds * 1000, firstReceivedAt, receiveCount, receipt, row.id);
  return { id: row.id, body: row.body, sentAt: row.sentAt, receipt, firstReceivedAt, receiveCount };
}
