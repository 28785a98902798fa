// The steps of the readers' side as the site's routes call them: ports already bound, so that a route knows neither
// table nor queue. `world.ts` binds them; tests give a small world of their own.

import type { AddressProblem } from "#core/address.ts";
import type { Cadence } from "#core/cadence.ts";
import type { Version } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import type { LinkPurpose } from "#core/link.ts";
import type { Schedule } from "#core/schedule.ts";
import type { Topic } from "#core/topic.ts";

/** What readers can do. A step refuses with a value; it throws a `Fault` where the world fails. */
export interface SiteSteps {
  /** Every open topic, by title. */
  listTopics(): Promise<readonly Topic[]>;
  /** Undefined where there is no such topic. */
  readTopic(slug: string): Promise<TopicView | undefined>;
  /** Says the same for known and unknown addresses. */
  signUp(typed: TypedSignUp): Promise<SignUpOutcome>;
  /** What a link is, changing nothing: for the pages that GET shows. */
  openLink(token: string, purpose: LinkPurpose): Promise<OpenedLink>;
  confirm(token: string): Promise<ConfirmOutcome>;
  changePreferences(token: string, change: TypedChange): Promise<PreferencesOutcome>;
  leave(token: string): Promise<LeaveOutcome>;
  /** Mails a fresh preferences link to the holder of a genuine, perhaps expired, preferences or leave link. */
  renewLink(token: string): Promise<RenewOutcome>;
}

/** A topic as its page shows it. */
export interface TopicView {
  readonly topic: Topic;
  /** The latest version of each development, newest first, withdrawn ones left out, at most 200. */
  readonly developments: readonly Version[];
  readonly updatedAt?: Instant;
}

/** A sign-up as it came, unchecked. */
export interface TypedSignUp {
  readonly topic: string;
  readonly email: string;
  readonly cadence: string;
  readonly zone: string;
  readonly locale: string;
}

export type SignUpOutcome =
  | { readonly kind: "asked" }
  | { readonly kind: "no-such-topic" }
  | { readonly kind: "refused"; readonly fields: SignUpProblems };

/** What is wrong with a sign-up, by field. */
export interface SignUpProblems {
  readonly email?: AddressProblem;
  readonly cadence?: "unknown";
  readonly zone?: "unknown";
  readonly locale?: "unknown";
}

export type OpenedLink =
  /** Also one of another purpose, or one of which nothing is known any more. */
  | { readonly kind: "forged" }
  /** The topic of a confirm link: where to sign up again. */
  | { readonly kind: "expired"; readonly topic?: Topic }
  | {
      readonly kind: "confirm";
      readonly topic: Topic;
      readonly cadence: Cadence;
      readonly state: "asked" | "confirmed" | "left";
    }
  | { readonly kind: "leave"; readonly topics: readonly Topic[]; readonly state: "following" | "left" }
  | { readonly kind: "preferences"; readonly schedule: Schedule; readonly subscriptions: readonly Following[] };

/** One confirmed subscription. */
export interface Following {
  readonly topic: Topic;
  readonly cadence: Cadence;
}

export type ConfirmOutcome =
  | {
      readonly kind: "confirmed";
      readonly topic: Topic;
      readonly cadence: Cadence;
      readonly schedule: Schedule;
      readonly preferencesUrl: string;
    }
  | { readonly kind: "left"; readonly topic: Topic }
  | { readonly kind: "expired"; readonly topic?: Topic }
  | { readonly kind: "forged" }
  | { readonly kind: "suppressed"; readonly topic: Topic }
  /** A subscriber follows 50 topics at most. */
  | { readonly kind: "too-many" };

/** A change of preferences as it came, unchecked; a field that was not sent is absent. */
export interface TypedChange {
  /** `save` or `leave`. With a topic it is about that topic; `leave` without one leaves all. */
  readonly action: string;
  readonly topic?: string;
  readonly cadence?: string;
  readonly hour?: string;
  readonly weekday?: string;
  readonly zone?: string;
}

export type PreferencesOutcome =
  | { readonly kind: "changed" }
  | { readonly kind: "forged" }
  | { readonly kind: "expired" }
  | { readonly kind: "refused"; readonly fields: PreferencesProblems };

/** What is wrong with a change of preferences, by field. */
export interface PreferencesProblems {
  readonly action?: "unknown";
  readonly topic?: "unknown";
  readonly cadence?: "unknown";
  readonly hour?: "unknown";
  readonly weekday?: "unknown";
  readonly zone?: "unknown";
}

export type LeaveOutcome = { readonly kind: "left"; readonly topics: readonly Topic[] } | { readonly kind: "forged" };

export type RenewOutcome = { readonly kind: "mailed" } | { readonly kind: "forged" };
