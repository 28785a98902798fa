import { describe, expect, test } from "vitest";
import { digestMail } from "#templates/digest-mail.ts";
import type { WordedMail } from "#templates/frame.ts";
import { noticeMail } from "#templates/notice-mail.ts";
import { slots } from "#templates/slots.ts";
import { exampleAlert, exampleCorrection, exampleDigest, manner, setting } from "./example-digests.ts";
import { visibleText } from "./visible-text.ts";

const mails: Readonly<Record<string, WordedMail>> = {
  digest: digestMail(exampleDigest, manner, setting),
  alert: digestMail(exampleAlert, manner, setting),
  correction: digestMail(exampleCorrection, manner, setting),
  confirm: noticeMail({ kind: "confirm", topicTitle: "Old Quay bridge", cadence: "daily" }, "en", setting),
  "preferences-link": noticeMail({ kind: "preferences-link" }, "en", setting),
};

/** Slots as a person can read them. */
function withNamedSlots(text: string): string {
  return Object.entries(slots).reduce((filled, [name, marker]) => filled.replaceAll(marker, `{${name}}`), text);
}

describe.each(Object.entries(mails))("the %s mail", (name, mail) => {
  test("says in plain text what its golden file says", async () => {
    const golden = `Subject: ${mail.subject}\n\n${withNamedSlots(mail.text)}`;
    await expect(golden).toMatchFileSnapshot(`../golden/mails/${name}.text.txt`);
  });

  test("shows in html what its golden file says, in that order", async () => {
    await expect(withNamedSlots(visibleText(mail.html))).toMatchFileSnapshot(`../golden/mails/${name}.html.txt`);
  });
});
