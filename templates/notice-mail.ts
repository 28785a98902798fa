import type { NoticeContents } from "#core/notice.ts";
import { titleMaxLength } from "#core/topic.ts";
import { confirmHtml } from "./compiled/confirm.ts";
import { preferencesLinkHtml } from "./compiled/preferences-link.ts";
import { frameView, type MailSetting, shorten, type WordedMail } from "./frame.ts";
import { footerText } from "./frame-text.ts";
import { wrapText } from "./plain-text.ts";
import { cleanLine, slots } from "./slots.ts";
import type { ConfirmView, PreferencesLinkView } from "./views.ts";
import { mailWords } from "./words.ts";

/** A notice in words. The same contents give the same mail. */
export function noticeMail(contents: NoticeContents, locale: string, setting: MailSetting): WordedMail {
  const words = mailWords(locale);
  const frame = frameView(setting, locale);
  const shared = { words, frame, slot: slots, why: words.whyNotice(frame.newsroom) };
  if (contents.kind === "preferences-link") {
    const subject = words.preferencesLinkSubject(frame.newsroom);
    const view: PreferencesLinkView = { ...shared, subject, preheader: words.preferencesLinkPreheader };
    const text = noticeText(view, {
      heading: words.preferencesLinkHeading,
      body: words.preferencesLinkBody(frame.newsroom),
      action: words.preferencesLinkAction,
      holds: `${words.preferencesLinkHolds} ${words.preferencesLinkNotYou}`,
    });
    return { subject, html: preferencesLinkHtml(view), text };
  }
  const topicTitle = shorten(cleanLine(contents.topicTitle), titleMaxLength);
  const subject = words.confirmSubject(topicTitle);
  const view: ConfirmView = {
    ...shared,
    subject,
    preheader: words.confirmPreheader,
    topicTitle,
    cadence: contents.cadence,
  };
  const text = noticeText(view, {
    heading: words.confirmHeading(topicTitle),
    body: words.confirmBody(frame.newsroom, topicTitle, contents.cadence),
    action: words.confirmAction,
    holds: `${words.confirmHolds} ${words.confirmNotYou}`,
  });
  return { subject, html: confirmHtml(view), text };
}

interface NoticeParagraphs {
  readonly heading: string;
  readonly body: string;
  readonly action: string;
  readonly holds: string;
}

function noticeText(view: PreferencesLinkView, { heading, body, action, holds }: NoticeParagraphs): string {
  return [
    wrapText(view.frame.newsroom),
    wrapText(heading),
    wrapText(body),
    `${action}:\n${view.slot.actionUrl}`,
    wrapText(holds),
    footerText(view),
  ].join("\n\n");
}
