import type { SlotName } from "./slots.ts";

/** A piece of html that mails show many times, from `templates/mails/<file>.html`. */
export interface FragmentTemplate {
  readonly file: string;
  /** The type of `templates/views.ts` that its function takes. */
  readonly view: string;
}

/** A mail that is compiled from `templates/mails/<file>.mjml`. */
export interface MailTemplate extends FragmentTemplate {
  /** What subscribers fill in; the html must use each. */
  readonly slots: readonly SlotName[];
}

const digestSlots: readonly SlotName[] = ["to", "leaveUrl", "preferencesUrl"];
const noticeSlots: readonly SlotName[] = ["to", "actionUrl"];

/** Every mail. */
export const mailTemplates: readonly MailTemplate[] = [
  { file: "digest", view: "DigestView", slots: digestSlots },
  { file: "alert", view: "DigestView", slots: digestSlots },
  { file: "confirm", view: "ConfirmView", slots: noticeSlots },
  { file: "preferences-link", view: "PreferencesLinkView", slots: noticeSlots },
];

/** Every fragment. */
export const fragmentTemplates: readonly FragmentTemplate[] = [
  { file: "news", view: "NewsView" },
  { file: "development", view: "ItemView" },
];

/** Fields that are sanitised html before they come here. */
export const rawFields: readonly string[] = ["text"];
