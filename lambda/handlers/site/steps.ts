// The steps of the readers' side as the site's routes call them: ports already bound, so that a route knows neither
// table nor queue. `world/` binds them; tests give a small world of their own.

import type { LinkPurpose } from "#core/link.ts";
import type { Topic } from "#core/topic.ts";
import type { PreferencesOutcome, TypedPreferences } from "#pipeline/change-preferences.ts";
import type { ConfirmOutcome } from "#pipeline/confirm.ts";
import type { LeaveOutcome } from "#pipeline/leave.ts";
import type { OpenedLink } from "#pipeline/open-link.ts";
import type { TopicView } from "#pipeline/read-topic.ts";
import type { RenewLinkOutcome } from "#pipeline/renew-link.ts";
import type { SignUpOutcome, TypedSignUp } from "#pipeline/sign-up.ts";

/** What readers can do. A step refuses with a value; it throws a `Fault` where the world fails. */
export interface SiteSteps {
  /** Every topic, by title. */
  listTopics(): Promise<readonly Topic[]>;
  /** Undefined where there is no such topic. */
  readTopic(slug: string): Promise<TopicView | undefined>;
  /** Says the same for known and unknown addresses. */
  signUp(typed: TypedSignUp): Promise<SignUpOutcome>;
  /** What a link is, changing nothing: for the pages that GET shows. */
  openLink(token: string, purpose: LinkPurpose): Promise<OpenedLink>;
  confirm(token: string): Promise<ConfirmOutcome>;
  changePreferences(token: string, change: TypedPreferences): Promise<PreferencesOutcome>;
  leave(token: string): Promise<LeaveOutcome>;
  /** Mails a fresh preferences link to the holder of a genuine, perhaps expired, preferences or leave link. */
  renewLink(token: string): Promise<RenewLinkOutcome>;
}
