import type { Cadence } from "./cadence.ts";

/**
 * What a notice says: a mail to one person outside any run.
 *
 * Nothing that the person signing up typed is in it, or the sign-up form would carry anyone's words to anyone.
 */
export type NoticeContents =
  | { readonly kind: "confirm"; readonly topicTitle: string; readonly cadence: Cadence }
  | { readonly kind: "preferences-link" };
