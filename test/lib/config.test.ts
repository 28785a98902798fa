import { describe, expect, test } from "vitest";
import { type BulletinConfig, checkConfig, demonstrationSender } from "#lib/config.ts";
import demonstration from "../../bulletin.config.ts";

const newsroom = {
  name: "The Daily Paper",
  senderName: "The Daily Paper",
  senderAddress: "updates@your-paper.com",
  postalAddress: "The Daily Paper, 1 High Street, Anytown",
  privacyUrl: "https://your-paper.com/privacy",
  contact: "newsroom@your-paper.com",
};

/** The config of a newsroom that says only what it must, with changes to any part, right or wrong. */
function refusal(changes: object): string | undefined {
  const checked = checkConfig({ newsroom, ...changes });
  return "refused" in checked ? checked.refused : undefined;
}

describe("a config", () => {
  test("needs no more than the newsroom", () => {
    expect(checkConfig({ newsroom })).toEqual({
      newsroom: { ...newsroom, locales: ["en"] },
      sizes: { shards: 16, lanes: 2 },
      grace: 15,
      retention: { runDays: 90, pendingDays: 7, logDays: 90, addressDays: 28, consentDays: 1096 },
      sourceReach: "public",
    });
  });

  test("keeps the defaults of what it leaves out in part", () => {
    expect(checkConfig({ newsroom, sizes: { lanes: 4 }, retention: { runDays: 30 } })).toMatchObject({
      sizes: { shards: 16, lanes: 4 },
      retention: { runDays: 30 },
    });
  });

  test("names every value that is missing or wrong in one sentence", () => {
    const { name: _, ...nameless } = newsroom;
    const wrong = { newsroom: { ...nameless, privacyUrl: "your-paper.com/privacy" }, sizes: { lanes: 1 } };
    expect(checkConfig(wrong)).toEqual({
      refused:
        'In bulletin.config.ts newsroom.name is missing: it must be one line of text such as "The Daily Paper"; ' +
        'newsroom.privacyUrl must be a URL such as "https://your-paper.com/privacy" but is "your-paper.com/privacy"; ' +
        "sizes.lanes must be a whole number from 2 to 50 but is 1.",
    });
  });

  test.each([
    [undefined, "the exported value must be an object"],
    [{}, "newsroom is missing: it must hold name, "],
    [{ newsroom: { ...newsroom, senderAdress: "a@b.com" } }, "newsroom.senderAdress is not a setting"],
  ])("is refused as %j", (config, reason) => {
    expect(checkConfig(config)).toEqual({ refused: expect.stringContaining(reason) });
  });

  test.each([
    "updates",
    "updates@localhost",
    "updates@your-paper.com\r\nBcc: everyone@your-paper.com",
    '"a b"@your-paper.com',
    "ünter@your-paper.com",
    `updates@${"a.".repeat(130)}com`,
  ])("refuses the sender address %j", (senderAddress) => {
    expect(refusal({ newsroom: { ...newsroom, senderAddress } })).toContain("newsroom.senderAddress must ");
  });

  test.each([
    [{ newsroom: { ...newsroom, name: " " } }, "newsroom.name"],
    [{ newsroom: { ...newsroom, senderName: "Paper\nBcc: x" } }, "newsroom.senderName"],
    [{ newsroom: { ...newsroom, postalAddress: "x".repeat(201) } }, "newsroom.postalAddress"],
    [{ newsroom: { ...newsroom, privacyUrl: "http://your-paper.com" } }, "newsroom.privacyUrl"],
    [{ newsroom: { ...newsroom, replyTo: "nobody" } }, "newsroom.replyTo"],
    [{ site: { host: "https://your-paper.com", certificateArn: "arn" } }, "site.host"],
    [{ site: { host: "updates.your-paper.com" } }, "site.certificateArn"],
    [{ sendingDomain: "your paper" }, "sendingDomain"],
    [
      { sendingDomain: "other-paper.com" },
      'newsroom.senderAddress must be an address at the sendingDomain "other-paper.com"',
    ],
    [{ alarmAddress: 7 }, "alarmAddress"],
    [{ locales: ["tlh"] }, "locales.0"],
    [{ locales: [] }, "locales"],
    [{ sizes: { shards: 0 } }, "sizes.shards"],
    [{ sizes: { shards: 1.5 } }, "sizes.shards"],
    // A lane's time is 5 minutes, and SES's 12 seconds.
    [{ grace: 5 }, "grace must be a whole number from 6 to 1440"],
    [{ grace: 7.5 }, "grace must be"],
    [{ retention: { logDays: -1 } }, "retention.logDays"],
    [{ retention: { logDays: "90" } }, "retention.logDays"],
    // Soft bounces are counted over 30 days, and a confirm link holds for 7.
    [{ retention: { logDays: 30 } }, "retention.logDays must be a whole number from 31"],
    [{ retention: { pendingDays: 6 } }, "retention.pendingDays must be a whole number from 7"],
    [
      { retention: { addressDays: 40, consentDays: 30 } },
      "retention.consentDays must be at least retention.addressDays",
    ],
    [{ retention: { addressYears: 1 } }, "retention.addressYears is not a setting"],
  ])("refuses %j", (changes, name) => {
    expect(refusal(changes)).toContain(name);
  });

  test("may have a grace just longer than a lane and SES may take together", () => {
    expect(refusal({ grace: 6 })).toBeUndefined();
  });

  test("may name a domain above the sender's", () => {
    const below = { ...newsroom, senderAddress: "updates@news.your-paper.com" };
    expect(refusal({ newsroom: below, sendingDomain: "your-paper.com" })).toBeUndefined();
  });
});

describe("the demonstration's config", () => {
  test("is whole", () => {
    expect(checkConfig(demonstration)).not.toHaveProperty("refused");
  });

  test.each(["paper.example", "mail.example.com", "example.org", "paper.test", "paper.invalid"])(
    "has a sender that is not deployed, like any at %s",
    (domain) => {
      expect(senderRefusal({ newsroom: { ...newsroom, senderAddress: `updates@${domain}` } })).toContain(domain);
    },
  );

  test("has a sender that is refused, and an own one is not", () => {
    expect(senderRefusal(demonstration)).toContain("newsroom.senderAddress is still the demonstration's");
    expect(senderRefusal({ newsroom })).toBeUndefined();
  });
});

function senderRefusal(config: BulletinConfig): string | undefined {
  const checked = checkConfig(config);
  if ("refused" in checked) throw new Error(checked.refused);
  return demonstrationSender(checked);
}
