import { type Evidence, graceMs } from "./evidence.ts";

/** A person is called only where one is needed. That one is called where needed has tests of its own. */
export function alarmsHaveCause({ alarms, mails, sesAnswers }: Evidence): string[] {
  return alarms.flatMap(({ code, at }) => {
    const told = `${code} was raised at ${new Date(at).toISOString()}`;
    if (code === "events-missing") {
      const isMissing = mails.some((mail) => mail.at + graceMs <= at && (mail.heardAt ?? Infinity) > mail.at + graceMs);
      return isMissing ? [] : [`${told}, though every event had come`];
    }
    if (code === "account-held") return sesAnswers.has("account") ? [] : [`${told}, though SES refused nobody`];
    return [`${told}, though hardly anyone complained`];
  });
}
