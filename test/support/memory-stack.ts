// The real steps over the world in memory: what the stack does, without processes, wires or waiting.

import { signedLinks } from "#adapters/node/signed-links.ts";
import { mailComposer } from "#adapters/ses/compose-mail.ts";
import { audiencesOf } from "#core/audience.ts";
import type { FoundDevelopment, Importance, Wording } from "#core/development.ts";
import { defaultGraceMinutes } from "#core/grace.ts";
import type { Instant } from "#core/instant.ts";
import type { Link, LinkPurpose } from "#core/link.ts";
import type { Newsroom } from "#core/newsroom.ts";
import { addTopic } from "#pipeline/add-topic.ts";
import { changeAlerting, type TypedAlerting } from "#pipeline/change-alerting.ts";
import { changePreferences, type TypedPreferences } from "#pipeline/change-preferences.ts";
import { confirm } from "#pipeline/confirm.ts";
import { endHold } from "#pipeline/end-hold.ts";
import { forgetDeparted } from "#pipeline/forget-departed.ts";
import { type Holding, holdDevelopments } from "#pipeline/hold-developments.ts";
import { keepAccount } from "#pipeline/keep-account.ts";
import { laneMemory } from "#pipeline/lane-memory.ts";
import { leave } from "#pipeline/leave.ts";
import { listen, type MailEvent } from "#pipeline/listen.ts";
import { notify } from "#pipeline/notify.ts";
import { openLink } from "#pipeline/open-link.ts";
import { pause } from "#pipeline/pause.ts";
import { planAlert } from "#pipeline/plan-alert.ts";
import { planPart } from "#pipeline/plan-part.ts";
import type { SubscriberNow } from "#pipeline/ports/subscribers.ts";
import { correct, publish, withdraw } from "#pipeline/publish.ts";
import { readTopic } from "#pipeline/read-topic.ts";
import { recover } from "#pipeline/recover.ts";
import { releaseIfDue } from "#pipeline/release-held.ts";
import { renewLink } from "#pipeline/renew-link.ts";
import { resumeAll, resumeRun } from "#pipeline/resume-run.ts";
import { type SendOutcome, sendSlice } from "#pipeline/send-slice.ts";
import { signUp, type TypedSignUp } from "#pipeline/sign-up.ts";
import { stopRun } from "#pipeline/stop-run.ts";
import { tick } from "#pipeline/tick.ts";
import { tidyLogs } from "#pipeline/tidy-logs.ts";
import { memoryAlarm } from "./memory/alarm.ts";
import { memoryQueues } from "./memory/queues.ts";
import { memoryQuota } from "./memory/quota.ts";
import { Crash, memorySes, type TakenMail } from "./memory/ses.ts";
import { memoryStores } from "./memory/stores.ts";
import { mortal } from "./mortal.ts";
import { readMail } from "./read-mail.ts";

export const newsroom: Newsroom = {
  name: "The Tidewater Post",
  senderName: "The Tidewater Post",
  senderAddress: "news@tidewater.example",
  postalAddress: "1 Quay Street, Tidewater",
  privacyUrl: "https://tidewater.example/privacy",
  contact: "readers@tidewater.example",
  locales: ["en"],
};

export const origin = "https://follow.tidewater.example";

const quarterHourMs = 15 * 60 * 1000;

/** Senders of each queue. */
const lanes = 2;

/** Four shards are enough to have several, and keep a test's planning short. */
const shards = 4;

const graceMs = defaultGraceMinutes * 60 * 1000;

const dayMs = 24 * 60 * 60 * 1000;

/** As the config has it where it says nothing else. */
const kept = { pendingMs: 7 * dayMs, supersededMs: 90 * dayMs, addressMs: 28 * dayMs, consentMs: 1096 * dayMs };

export type MemoryStack = ReturnType<typeof memoryStack>;

/** @param startsAt the time when the stack begins, ISO 8601 */
export function memoryStack(startsAt: string) {
  let now: Instant = Date.parse(startsAt);
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  const { dueGroups, ...stores } = memoryStores(clock.now, shards);
  const { waiting, ...queues } = memoryQueues();
  const ses = memorySes(clock.now);
  const quota = memoryQuota();
  const alarm = memoryAlarm();
  let ids = 0;
  const process = mortal({
    ...stores,
    ...queues,
    groups: dueGroups,
    clock,
    mailer: ses,
    quota,
    alarm,
    composer: mailComposer({ newsroom, siteOrigin: origin }),
    links: signedLinks([{ id: "1", key: "a key that only this test has" }], origin),
    ids: { subscriber: () => `reader-${String(++ids).padStart(9, "0")}` },
  });
  const { ports } = process;
  /** Puts back what a step did not work off, to come again when its visibility ends. */
  const unseen: (() => void)[] = [];

  const send = (key: Parameters<typeof sendSlice>[1]): Promise<SendOutcome> =>
    sendSlice(ports, key, now + 5 * 60 * 1000, laneMemory(ports, lanes));

  /** Works one message off. Should it fail, or be held, it comes again with `redeliver`. */
  const attempt = async <Message>(list: Message[], work: (message: Message) => Promise<boolean>): Promise<boolean> => {
    const message = list.shift();
    if (message === undefined) return false;
    const again = () => void list.push(message);
    try {
      if (!(await work(message))) unseen.push(again);
    } catch (failure) {
      unseen.push(again);
      if (!(failure instanceof Crash)) throw failure;
    }
    return true;
  };
  const plan = async (message: (typeof waiting.plans)[number]): Promise<boolean> => {
    if (message.kind === "alert") await planAlert(ports, message.topic, shards);
    else if (message.kind === "release") await releaseIfDue(ports, message);
    else if ((await planPart(ports, message, now + 60_000, lanes)).kind === "unfinished") waiting.plans.push(message);
    return true;
  };

  /** Works off everything that waits: plans, then slices, then notices. */
  const drain = async (): Promise<void> => {
    const { plans, slices, notices } = waiting;
    while (
      (await attempt(plans, plan)) ||
      (await attempt(slices, async ({ key }) => (await send(key)).kind !== "no-such-slice")) ||
      (await attempt(notices, async (id) => (await notify(ports, id)) !== "held"))
    );
  };
  const recoverNow = () => recover(ports, { graceMs, until: now + 50_000 });
  const redeliver = (): void => {
    for (const putBack of unseen.splice(0)) putBack();
  };
  const confirmToken = async (email: string): Promise<string> => {
    const mails = await Promise.all(ses.taken.filter(({ to }) => to === email).map(({ source }) => readMail(source)));
    return mails.findLast((mail) => mail.token("confirm") !== undefined)?.token("confirm") ?? "";
  };

  return {
    ports,
    waiting,
    ses,
    now: clock.now,
    /** What SES tells of its quota. */
    quota: quota.told,
    /** The alarms that were raised. */
    alarms: alarm.calls,
    drain,
    redeliver,
    /** Has everything planned that waits for it, and nothing sent. */
    planOnly: async () => {
      while (await attempt(waiting.plans, plan));
    },
    send,
    /** The process in which the steps run: it can be ended at any call of a port. */
    process,
    /** Lets time pass in which nothing happens. */
    pass: (ms: number) => {
      now += ms;
    },
    mailsTo: (address: string): TakenMail[] => ses.taken.filter((mail) => mail.to === address),
    /** The texts of the mails to an address, oldest first. */
    read: (address: string) =>
      Promise.all(ses.taken.filter((mail) => mail.to === address).map((m) => readMail(m.source))),
    addTopic: (slug: string, title: string) => addTopic(ports, { slug, title }),
    publish: async (topic: string, headlines: readonly (string | FoundDevelopment)[], importance?: Importance) => {
      const developments = headlines.map((headline) => (typeof headline === "string" ? { headline } : headline));
      return publish(ports, { topic, developments, ...(importance === undefined ? {} : { importance }) });
    },
    signUp: (typed: Partial<TypedSignUp> & { email: string; topic: string }) =>
      signUp(ports, { cadence: "daily", zone: "Europe/London", locale: "en", ...typed }, newsroom.locales),
    hold: (topic: string, how: Holding["how"], ...developments: readonly (string | FoundDevelopment)[]) =>
      holdDevelopments(ports, {
        ...{ topic, how, from: "a test" },
        developments: developments.map((one) => (typeof one === "string" ? { headline: one } : one)),
      }),
    openLink: (token: string, purpose: LinkPurpose) => openLink(ports, token, purpose),
    /** The token of the newest confirmation mail to an address. */
    confirmToken,
    confirm: (token: string) => confirm(ports, token),
    changePreferences: (token: string, typed: TypedPreferences) => changePreferences(ports, token, typed),
    changeAlerting: (token: string, typed: TypedAlerting) => changeAlerting(ports, token, typed),
    pause: (token: string, until: string | undefined) => pause(ports, token, until),
    leave: (token: string) => leave(ports, token),
    renewLink: (token: string) => renewLink(ports, token),
    readTopic: (slug: string) => readTopic(ports, slug),
    correct: (topic: string, development: number, wording: Partial<Wording>, note?: string, atOnce = false) =>
      correct(ports, { topic, development, wording, atOnce, ...(note === undefined ? {} : { note }) }),
    withdraw: (topic: string, development: number, atOnce = false) => withdraw(ports, { topic, development, atOnce }),
    listen: (events: readonly MailEvent[]) => listen(ports, events),
    recover: () => recoverNow(),
    /** Recovery in another world than the steps' own, for example by a clock that is wrong. */
    recoverWith: (others: typeof ports) => recover(others, { graceMs, until: now + 50_000 }),
    /** The alarms that were raised. */
    raised: alarm.raised,
    /** Forgets who left, and what has been superseded in the logs of others, as the tick does every 5 minutes. */
    forget: (until = now + 50_000) => forgetDeparted(ports, kept, until),
    tidy: (until = now + 50_000) => tidyLogs(ports, shards, kept, until),
    endHold: () => endHold(ports),
    keepAccount: () => keepAccount(ports),
    stopRun: (id: string) => stopRun(ports, id),
    resumeRun: (id: string) => resumeRun(ports, id),
    resumeAll: () => resumeAll(ports),
    tick: (at: Instant = now) => tick(ports, at, shards),

    /** The subscriber who has an address. */
    async subscriber(email: string): Promise<SubscriberNow> {
      const known = await stores.subscribers.byAddress(email);
      const subscriber = known === undefined ? undefined : await stores.subscribers.now(known.id);
      if (subscriber === undefined) throw new Error(`${email} is nobody`);
      return subscriber;
    },
    /** A link in this reader's hands, as if it had stood in a mail that was sent now. */
    async token(email: string, link: Omit<Link, "subscriber" | "issuedAt">): Promise<string> {
      const { id } = await this.subscriber(email);
      return (
        ports.links
          .url({ ...link, subscriber: id, issuedAt: now })
          .split("/")
          .at(-1) ?? ""
      );
    },
    /** All that is stored, queued and sent: what changes nothing leaves it as it was. */
    async everything(): Promise<unknown> {
      const people = stores.subscribers.everyone().map((one) => ({ ...one, log: stores.subscribers.log(one.id) }));
      const audiences = new Set(people.flatMap(({ log }) => log.flatMap(({ state }) => audiencesOf(state))));
      const members = [...audiences].flatMap((audience) =>
        Array.from({ length: shards }, (_, shard) => stores.audiences.members(audience, shard, undefined, 1e6)),
      );
      const topics = await stores.topics.all();
      return structuredClone({
        people,
        members: await Promise.all(members),
        groups: await dueGroups.all(),
        topics,
        logs: await Promise.all(topics.map(({ slug }) => stores.topicLog.read(slug, 0))),
        alertsDue: await stores.alertsDue.all(),
        runs: stores.ledger.runs(),
        waiting,
        taken: ses.taken,
      });
    },

    /** Signs a reader up and confirms it, by the mail that they get. */
    async follow(email: string, topic: string, typed: Partial<TypedSignUp> = {}): Promise<void> {
      await this.signUp({ email, topic, ...typed });
      await drain();
      const outcome = await confirm(ports, await confirmToken(email));
      if (outcome.kind !== "confirmed") throw new Error(`${email} could not confirm: ${outcome.kind}`);
    },

    /**
     * Turns the clock on to a time, as the schedule would: a tick at each step, everything due worked off.
     *
     * @param stepMs a quarter hour, unless a test has no patience: missed ticks are made up for
     */
    async turnTo(time: string | Instant, stepMs = quarterHourMs): Promise<void> {
      const end = typeof time === "string" ? Date.parse(time) : time;
      if (end < now) throw new Error(`${time} is past`);
      await drain();
      while (now < end) {
        now = Math.min(end, (Math.floor(now / stepMs) + 1) * stepMs);
        redeliver();
        await endHold(ports);
        await tick(ports, now, shards);
        await drain();
        await keepAccount(ports);
        await recoverNow();
        await drain();
      }
    },
  };
}
