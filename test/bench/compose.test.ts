import { describe, expect, test } from "vitest";
import { composeOurs, composeUsual } from "../../bench/compose.ts";
import { assertSameMail, visibleHtml } from "../../bench/mail/same-mail.ts";
import { slotsOf } from "../../bench/mail/subscriber.ts";
import { bodiesFor } from "../../bench/mail/usual-message.ts";
import { handlebarsHtml, mjmlHtml } from "../../bench/mail/usual-templates.ts";

/** Our mail with some of its words changed. */
function changed(from: string, to: string): Buffer {
  const source = Buffer.from(composeOurs(7)).toString("latin1");
  expect(source).toContain(from);
  return Buffer.from(source.replace(from, to), "latin1");
}

describe("the mail that benches compare", () => {
  test("is the same from us and from nodemailer, to both parsers", async () => {
    await assertSameMail(composeOurs(7), await composeUsual(7));
  });

  test.each([
    ["subject", "Subject: =?utf-8?Q?Minister", "Subject: =?utf-8?Q?Ministry"],
    ["way to leave", "List-Unsubscribe: <https", "List-Unsubscribe: <http"],
    ["html", ">Your daily update<", ">Your weekly update<"],
    ["text", "\r\nYour daily update\r\n", "\r\nYour weekly update\r\n"],
  ])("is not the same with another %s", async (_, from, to) => {
    await expect(assertSameMail(composeOurs(7), changed(from, to))).rejects.toThrow("reads two different mails");
  });

  test("says the same whoever's templates made it", async () => {
    const values = slotsOf(7);
    const ours = visibleHtml(bodiesFor(values).html);
    expect(ours).toContain(values.leaveUrl);
    expect(visibleHtml(await (await handlebarsHtml())(values))).toBe(ours);
    expect(visibleHtml(await mjmlHtml()(values))).toBe(ours);
  });
});
