import type { Cadence } from "#core/cadence.ts";
import type { SubmitAnswer } from "#core/delivery.ts";
import type { Importance } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import type { TypedAlerting } from "#pipeline/change-alerting.ts";
import type { TypedPreferences } from "#pipeline/change-preferences.ts";

/** All that happens by itself in a run of the simulator, beside what goes wrong. */
export interface Scenario {
  readonly name: string;
  readonly startsAt: Instant;
  /** From here on nothing goes wrong any more: whatever did must be made good by the end. */
  readonly calmFrom: Instant;
  readonly endsAt: Instant;
  /** By slug, their titles. */
  readonly topics: Readonly<Record<string, string>>;
  readonly people: readonly Person[];
  readonly deeds: readonly Planned[];
  readonly ses: SesScenario;
  /** Whoever looks this person up while sending is ended, between these times: no slice with them comes on. */
  readonly poison?: { readonly person: number; readonly from: Instant; readonly until: Instant };
}

/** Something that is done, and when; `within` spreads it over so many milliseconds, as the dice fall. */
export interface Planned {
  readonly at: string;
  readonly within?: number;
  readonly deed: Deed;
}

/** What SES answers and reports. */
export interface SesScenario {
  /** The answer to a submission, by its number, counted from 1, and for how many milliseconds every other gets it too. */
  readonly answers: Readonly<Record<number, { readonly answer: SubmitAnswer; readonly forMs?: number }>>;
  /** The first mail that is taken in this time is taken, and its answer is lost. */
  readonly losesAnswer?: Stretch;
  /** Events of mails wait until this is over. */
  readonly eventsCut?: Stretch;
  /** What becomes of mails to these addresses, but for notices. */
  readonly fates: Readonly<Record<string, "bounces" | "bounces softly" | "calls it junk">>;
  /** From when; without it, from the beginning. */
  readonly fatesFrom?: Instant;
}

export interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
}

/** Someone who signs up. */
export interface Person {
  readonly address: string;
  readonly zone: string;
  readonly wishes: readonly { readonly topic: string; readonly cadence: Cadence; readonly at: Instant }[];
  /** They look at the mail that asks them, and press its button. */
  readonly confirms: boolean;
}

export type Deed = EditorsDeed | ReadersDeed | OperatorsDeed;

export type EditorsDeed =
  | {
      readonly kind: "publish";
      readonly topic: string;
      readonly headlines: readonly string[];
      readonly importance?: Importance;
    }
  | { readonly kind: "reword"; readonly topic: string; readonly headline: string; readonly text: string }
  | {
      readonly kind: "correct";
      readonly topic: string;
      readonly headline: string;
      readonly to: string;
      readonly atOnce?: boolean;
    }
  | { readonly kind: "withdraw"; readonly topic: string; readonly headline: string; readonly atOnce?: boolean };

export type ReadersDeed =
  | { readonly kind: "leave"; readonly person: number; readonly topic: string }
  | { readonly kind: "change"; readonly person: number; readonly typed: TypedPreferences }
  | { readonly kind: "alerting"; readonly person: number; readonly typed: TypedAlerting }
  | { readonly kind: "pause"; readonly person: number; readonly until: string }
  | { readonly kind: "return"; readonly person: number; readonly topic: string; readonly cadence: Cadence };

export type OperatorsDeed =
  /** Stops the first open run whose id begins so, and lets it go on so many milliseconds later. */
  | { readonly kind: "stop-run"; readonly run: string; readonly forMs: number }
  /** Lets everything go on, also what was laid aside: whatever was wrong has been mended. */
  | { readonly kind: "resume-all" };

export function publish(topic: string, headlines: readonly string[], importance?: Importance): Deed {
  return { kind: "publish", topic, headlines, ...(importance === undefined ? {} : { importance }) };
}

export function correct(topic: string, headline: string, to: string): Deed {
  return { kind: "correct", topic, headline, to };
}

export function withdraw(topic: string, headline: string): Deed {
  return { kind: "withdraw", topic, headline };
}

export function leave(person: number, topic: string): Deed {
  return { kind: "leave", person, topic };
}

export function change(person: number, typed: TypedPreferences): Deed {
  return { kind: "change", person, typed };
}

export function alerting(person: number, typed: TypedAlerting): Deed {
  return { kind: "alerting", person, typed };
}
