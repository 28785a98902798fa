// The real steps over the world in memory: what the stack does, without processes, wires or waiting.

import { signedLinks } from "#adapters/node/signed-links.ts";
import { mailComposer } from "#adapters/ses/compose-mail.ts";
import type { FoundDevelopment, Importance } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import type { LinkPurpose } from "#core/link.ts";
import type { Newsroom } from "#core/newsroom.ts";
import { addTopic } from "#pipeline/add-topic.ts";
import { changePreferences, type TypedPreferences } from "#pipeline/change-preferences.ts";
import { confirm } from "#pipeline/confirm.ts";
import { leave } from "#pipeline/leave.ts";
import { notify } from "#pipeline/notify.ts";
import { openLink } from "#pipeline/open-link.ts";
import { planAlert } from "#pipeline/plan-alert.ts";
import { planPart } from "#pipeline/plan-part.ts";
import { publish } from "#pipeline/publish.ts";
import { readTopic } from "#pipeline/read-topic.ts";
import { recover } from "#pipeline/recover.ts";
import { renewLink } from "#pipeline/renew-link.ts";
import { type SendOutcome, sendSlice } from "#pipeline/send-slice.ts";
import { signUp, type TypedSignUp } from "#pipeline/sign-up.ts";
import { tick } from "#pipeline/tick.ts";
import { memoryQueues } from "./memory/queues.ts";
import { memorySes, type TakenMail } from "./memory/ses.ts";
import { memoryStores } from "./memory/stores.ts";
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

/** Four shards are enough to have several, and keep a test's planning short. */
const shards = 4;

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
  let ids = 0;
  const ports = {
    ...stores,
    ...queues,
    groups: dueGroups,
    clock,
    mailer: ses,
    quota: { rate: async () => 200 },
    composer: mailComposer({ newsroom, siteOrigin: origin }),
    links: signedLinks([{ id: "1", key: "a key that only this test has" }], origin),
    ids: { subscriber: () => `reader-${String(++ids).padStart(9, "0")}` },
  };

  const send = (key: Parameters<typeof sendSlice>[1]): Promise<SendOutcome> =>
    sendSlice(ports, key, now + 5 * 60 * 1000, 2);

  /** Works off everything that waits, alerts first. */
  const drain = async (): Promise<void> => {
    for (;;) {
      const plan = waiting.plans.shift();
      if (plan?.kind === "alert") await planAlert(ports, plan.topic, shards);
      else if (plan !== undefined) await planPart(ports, plan, now + 60_000);
      const slice = plan === undefined ? waiting.slices.shift() : undefined;
      if (slice !== undefined) await send(slice.key);
      const notice = slice === undefined ? waiting.notices.shift() : undefined;
      if (notice !== undefined) await notify(ports, notice);
      if (plan === undefined && slice === undefined && notice === undefined) return;
    }
  };

  return {
    ports,
    waiting,
    ses,
    now: clock.now,
    drain,
    send,
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
    openLink: (token: string, purpose: LinkPurpose) => openLink(ports, token, purpose),
    confirm: (token: string) => confirm(ports, token),
    changePreferences: (token: string, typed: TypedPreferences) => changePreferences(ports, token, typed),
    leave: (token: string) => leave(ports, token),
    renewLink: (token: string) => renewLink(ports, token),
    readTopic: (slug: string) => readTopic(ports, slug),
    recover: () => recover(ports),
    tick: () => tick(ports, now, shards),

    /** Signs a reader up and confirms it, by the mail that they get. */
    async follow(email: string, topic: string, typed: Partial<TypedSignUp> = {}): Promise<void> {
      await this.signUp({ email, topic, ...typed });
      await drain();
      const mail = (await this.read(email)).at(-1);
      const outcome = await confirm(ports, mail?.token("confirm") ?? "");
      if (outcome.kind !== "confirmed") throw new Error(`${email} could not confirm: ${outcome.kind}`);
    },

    /** Turns the clock on to a time, as the schedule would: a tick at each quarter hour, everything due worked off. */
    async turnTo(time: string): Promise<void> {
      const end = Date.parse(time);
      if (end < now) throw new Error(`${time} is past`);
      await drain();
      while (now < end) {
        now = Math.min(end, (Math.floor(now / quarterHourMs) + 1) * quarterHourMs);
        await tick(ports, now, shards);
        await drain();
        await recover(ports);
        await drain();
      }
    },
  };
}
