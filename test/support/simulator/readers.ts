import type { Cadence } from "#core/cadence.ts";
import type { Instant } from "#core/instant.ts";
import { encodeLink, type Link } from "#core/link.ts";
import { changeAlerting } from "#pipeline/change-alerting.ts";
import { changePreferences } from "#pipeline/change-preferences.ts";
import { confirm } from "#pipeline/confirm.ts";
import { leave } from "#pipeline/leave.ts";
import { pause } from "#pipeline/pause.ts";
import { signUp } from "#pipeline/sign-up.ts";
import type { Persistent } from "./persistent.ts";
import { tokenOf } from "./plain-links.ts";
import type { Person, ReadersDeed, Scenario } from "./scenario.ts";
import type { AcceptedMail } from "./ses.ts";
import type { World } from "./world.ts";

/** What somebody was told by the site: what they may rely on. */
export interface Answered {
  readonly address: string;
  readonly topic: string;
  readonly kind: "confirmed" | "left";
  readonly at: Instant;
}

/** Those who sign up. */
export interface Readers {
  signUp(person: Person, topic: string, cadence: Cadence): void;
  do(deed: ReadersDeed): void;
  onTaken(mail: AcceptedMail): void;
  readonly answered: readonly Answered[];
}

/** How long after a mail came its button is pressed, in milliseconds. */
const pressMs = { low: 20_000, high: 240_000 };

/** How long someone waits for the mail that asks them before they sign up again, in milliseconds. */
const noMailMs = 30 * 60 * 1000;

export function readers(
  { timeline, dice, stores }: World,
  { act, later }: Persistent,
  { people, topics }: Scenario,
): Readers {
  const answered: Answered[] = [];
  /** Address and topic of those who are about to press the button of a mail: they ask for no other, and press no other. */
  const pressing = new Set<string>();

  const ask = (person: Person, topic: string, cadence: Cadence, since = timeline.now()): void => {
    const { address, zone } = person;
    const typed = { email: address, topic, cadence, zone, locale: "en" };
    const isIn = (): boolean =>
      answered.some(
        (one) => one.address === address && one.topic === topic && one.kind === "confirmed" && one.at >= since,
      );
    const wait = (): void => {
      if (isIn()) return;
      if (pressing.has(`${address} ${topic}`)) later(noMailMs, wait);
      else ask(person, topic, cadence, since);
    };
    act(
      "sign-up",
      (ports) => signUp(ports, typed, ["en"]),
      () => {
        if (person.confirms) later(noMailMs, wait);
      },
    );
  };
  /** Nobody can leave or change what they have not confirmed: they wait until they are in. */
  const onceIn = async (address: string, topic: string | undefined, go: (id: string) => void): Promise<void> => {
    const id = (await stores.subscribers.byAddress(address))?.id;
    const state = id === undefined ? undefined : (await stores.subscribers.now(id))?.entry.state;
    const isIn = state?.subscriptions.some((one) => topic === undefined || one.topic === topic) ?? false;
    if (id !== undefined && isIn) go(id);
    else if (state?.suppressed === undefined) later(noMailMs, () => void onceIn(address, topic, go));
  };
  const press = (token: string, to: string, topic: string): void =>
    act(
      "confirm",
      (ports) => confirm(ports, token),
      (outcome) => {
        pressing.delete(`${to} ${topic}`);
        if (outcome.kind !== "confirmed") return;
        answered.push({ address: to, topic: outcome.topic.slug, kind: "confirmed", at: timeline.now() });
      },
    );

  const tokenFor = (link: Omit<Link, "issuedAt">): string => encodeLink({ ...link, issuedAt: timeline.now() });
  const leaveTopic = (subscriber: string, address: string, topic: string): void =>
    act(
      "leave",
      (ports) => leave(ports, tokenFor({ purpose: "leave", subscriber, topics: [topic] })),
      () => answered.push({ address, topic, kind: "left", at: timeline.now() }),
    );

  const change = (deed: Exclude<ReadersDeed, { kind: "leave" | "return" }>, token: string): void => {
    if (deed.kind === "change") act("change-preferences", (ports) => changePreferences(ports, token, deed.typed));
    if (deed.kind === "alerting") act("change-alerting", (ports) => changeAlerting(ports, token, deed.typed));
    if (deed.kind === "pause") act("pause", (ports) => pause(ports, token, deed.until));
  };

  return {
    answered,
    signUp: ask,
    do: (deed) => {
      const person = people[deed.person];
      if (person === undefined) throw new Error(`there is no person ${deed.person}`);
      const { address } = person;
      if (deed.kind === "return") return ask(person, deed.topic, deed.cadence);
      if (deed.kind === "leave") {
        return void onceIn(address, deed.topic, (id) => leaveTopic(id, address, deed.topic));
      }
      const topic = deed.kind === "change" ? deed.typed.topic : undefined;
      void onceIn(address, topic, (subscriber) => change(deed, tokenFor({ purpose: "preferences", subscriber })));
    },
    onTaken: ({ to, told }) => {
      const topic = told.kind === "notice" ? slugOf(topics, told.topicTitle) : undefined;
      const confirms = people.some(({ address, confirms }) => address === to && confirms);
      if (told.kind !== "notice" || topic === undefined || !confirms || pressing.has(`${to} ${topic}`)) return;
      pressing.add(`${to} ${topic}`);
      later(dice.between(pressMs.low, pressMs.high), () => press(tokenOf(told.actionUrl), to, topic));
    },
  };
}

function slugOf(topics: Scenario["topics"], title: string | undefined): string | undefined {
  return Object.keys(topics).find((slug) => topics[slug] === title);
}
