import type { Instant } from "#core/instant.ts";
import type { Invocation } from "./boundaries.ts";
import type { Dice } from "./dice.ts";
import type { Mishap } from "./mishap.ts";
import type { Timeline } from "./timeline.ts";

/** A queue as SQS keeps it, and the function that it feeds. */
export interface SimulatedQueue<Message> {
  /** @param mishap what the sender met: the message may come twice, or late */
  send(message: Message, mishap: Mishap | undefined): void;
  /** Messages that are neither done nor laid aside. */
  waiting(): number;
  /** What was ever handed out too often and laid aside, and when: a person is called. */
  readonly laidAside: readonly LaidAside<Message>[];
  /** A person has looked, and lets it all come again. */
  redrive(): void;
}

/** A message in the dead-letter queue. */
export interface LaidAside<Message> {
  readonly message: Message;
  readonly at: Instant;
  /** When a person let it come again. */
  until: Instant;
}

export interface QueueSettings {
  /** How long a message that was handed out is not handed out again, in milliseconds. */
  readonly visibilityMs: number;
  /** How many processes work on it at once. */
  readonly concurrency: number;
  /** Most messages of one batch. */
  readonly batch: number;
  /** How long messages are gathered, in milliseconds. */
  readonly windowMs: number;
  /** Told of what is thrown by the work: a message that fails comes again, whatever failed. */
  readonly onFailure: (failure: unknown) => void;
}

/** Told of each message that is worked off, the first time. */
type OnDone<Message> = (message: Message) => void;

/** Works a batch off. Rejects, or says which messages of it must come again. */
export type Work<Message> = (messages: readonly Message[], invocation: Invocation) => Promise<readonly Message[]>;

interface Held<Message> {
  readonly message: Message;
  receives: number;
  isDone: boolean;
  isVisible: boolean;
}

/** How often a message is handed out before it is laid aside, as the stack says. */
const receivesMax = 5;

/** A message is under way for this long, in milliseconds, and a late one for this long. */
const underWayMs = { low: 5, high: 60 };
const lateMs = { low: 1000, high: 15 * 60 * 1000 };

export function simulatedQueue<Message>(
  { timeline, dice }: { timeline: Timeline; dice: Dice },
  settings: QueueSettings,
  work: Work<Message>,
  onDone: OnDone<Message> = () => undefined,
): SimulatedQueue<Message> {
  const visible: Held<Message>[] = [];
  const laidAside: LaidAside<Message>[] = [];
  let waiting = 0;
  let working = 0;
  let gathers = false;

  const show = (held: Held<Message>): void => {
    if (held.isDone || held.isVisible) return;
    if (held.receives >= receivesMax) {
      held.isDone = true;
      waiting -= 1;
      laidAside.push({ message: held.message, at: timeline.now(), until: Number.POSITIVE_INFINITY });
      return;
    }
    held.isVisible = true;
    visible.push(held);
    gather();
  };
  const gather = (): void => {
    if (gathers) return;
    if (settings.windowMs > 0) gathers = true;
    timeline.after(settings.windowMs, () => {
      gathers = false;
      handOut();
    });
  };
  const finish = (held: Held<Message>): void => {
    if (held.isDone) return;
    held.isDone = true;
    waiting -= 1;
    onDone(held.message);
  };
  const take = (): Held<Message>[] => {
    const batch: Held<Message>[] = [];
    while (visible.length > 0 && batch.length < settings.batch) {
      const held = visible.shift();
      if (held === undefined || held.isDone) continue;
      held.isVisible = false;
      held.receives += 1;
      batch.push(held);
    }
    return batch;
  };
  const handOut = (): void => {
    const batch = working < settings.concurrency ? take() : [];
    if (batch.length === 0) return;
    working += 1;
    let hasEnded = false;
    const end = (): void => {
      // What has failed may crash as well, with a second call under way.
      if (hasEnded) return;
      hasEnded = true;
      working -= 1;
      timeline.after(0, handOut);
    };
    const invocation: Invocation = {
      hasEnded: false,
      crash: () => {
        invocation.hasEnded = true;
        end();
      },
      reappear: () => {
        for (const held of batch) timeline.after(dice.between(0, 20), () => show(held));
      },
    };
    timeline.after(settings.visibilityMs, () => {
      for (const held of batch) show(held);
    });
    const messages = batch.map(({ message }) => message);
    work(messages, invocation).then(
      (again) => {
        for (const held of batch) if (!again.includes(held.message)) finish(held);
        end();
      },
      (failure: unknown) => {
        settings.onFailure(failure);
        end();
      },
    );
    handOut();
  };
  const put = (message: Message, afterMs: number): void => {
    waiting += 1;
    const held = { message, receives: 0, isDone: false, isVisible: false };
    timeline.after(afterMs, () => show(held));
  };

  return {
    laidAside,
    waiting: () => waiting,
    send: (message, mishap) => {
      const copies = mishap === "twice" ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        const { low, high } = mishap === "late" || copy > 0 ? lateMs : underWayMs;
        put(message, dice.between(low, high));
      }
    },
    redrive: () => {
      for (const one of laidAside) {
        if (one.until !== Number.POSITIVE_INFINITY) continue;
        one.until = timeline.now();
        put(one.message, 0);
      }
    },
  };
}
