import { wrapText } from "./plain-text.ts";
import type { slots } from "./slots.ts";
import type { FrameView } from "./views.ts";
import type { MailWords } from "./words.ts";

/** What parts a mail's frame from its news. */
export const ruleLine = "-".repeat(60);

/** What stands at the end of every text part. */
export function footerText(view: {
  readonly words: MailWords;
  readonly slot: typeof slots;
  readonly frame: FrameView;
  readonly why: string;
}): string {
  const { words, slot, frame, why } = view;
  return [
    wrapText(why),
    `${words.sentTo}\n${slot.to}`,
    `${words.privacy}:\n${frame.privacyUrl}\n${words.contact}:\n${frame.contactUrl.replace(/^mailto:/, "")}`,
    [frame.newsroom, ...frame.postalLines].map((line) => wrapText(line)).join("\n"),
    "",
  ].join("\n\n");
}
