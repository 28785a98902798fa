import { describe, expect, test } from "vitest";
import { type FunctionName, readSettings, settingKeys } from "#handlers/settings.ts";

const newsroom = {
  name: "The Daily Paper",
  senderName: "The Daily Paper",
  senderAddress: "updates@your-paper.com",
  postalAddress: "1 High Street, Anytown",
  privacyUrl: "https://your-paper.com/privacy",
  contact: "newsroom@your-paper.com",
  locales: ["en"],
};
const retention = { runDays: 90 };
const readerRetention = { pendingDays: 7, logDays: 90, addressDays: 28, consentDays: 1096 };

const environment = {
  TABLE_NAME: "table",
  LINK_KEYS_SECRET: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:link",
  HASH_KEY_SECRET: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:hash",
  PLAN_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/plan",
  DIGEST_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/digest",
  ALERT_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/alert",
  NOTICE_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/notice",
  GATHER_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/gather",
  SOURCE_REACH: "public",
  SITE_ORIGIN: "http://127.0.0.1:3000",
  NEWSROOM: JSON.stringify(newsroom),
  CONFIGURATION_SET: "mails",
  LANES: "2",
  SHARDS: "16",
  GRACE_MINUTES: "15",
  PENDING_DAYS: "7",
  RETENTION: JSON.stringify(retention),
  READER_RETENTION: JSON.stringify({ ...retention, ...readerRetention }),
};

function read(name: FunctionName, changes: Readonly<Record<string, string | undefined>> = {}): unknown {
  return readSettings(name, { ...environment, ...changes });
}

describe("the settings of a function", () => {
  test("are read out of its environment into values", () => {
    expect(read("send")).toEqual({
      tableName: "table",
      linkKeysSecret: environment.LINK_KEYS_SECRET,
      digestQueueUrl: environment.DIGEST_QUEUE_URL,
      alertQueueUrl: environment.ALERT_QUEUE_URL,
      siteOrigin: "http://127.0.0.1:3000",
      newsroom,
      configurationSet: "mails",
      lanes: 2,
      shards: 16,
      retention,
    });
  });

  test.each(Object.keys(settingKeys) as FunctionName[])("of %s are all there when the environment is whole", (name) => {
    expect(Object.values(read(name) as object)).not.toContain(undefined);
  });

  test("name every one that is missing or bad, in one message", () => {
    expect(() => read("send", { TABLE_NAME: undefined, LANES: "two", SITE_ORIGIN: "https://your-paper.com/" })).toThrow(
      new Error(
        "The environment of send is wrong: TABLE_NAME must be set but is missing; " +
          "SITE_ORIGIN must be an origin such as https://news.example, without a slash at its end; " +
          "LANES must be a whole number of at least 1.",
      ),
    );
  });

  test.each([
    ["NEWSROOM", "{"],
    ["NEWSROOM", "null"],
    ["NEWSROOM", JSON.stringify({ ...newsroom, contact: "" })],
    ["NEWSROOM", JSON.stringify({ ...newsroom, locales: [] })],
    ["RETENTION", JSON.stringify({ ...retention, runDays: 0 })],
    ["RETENTION", JSON.stringify({ ...retention, runDays: "90" })],
    ["TABLE_NAME", ""],
    ["LANES", "0"],
    ["LANES", "1.5"],
    ["SITE_ORIGIN", "your-paper.com"],
    ["DIGEST_QUEUE_URL", "digest"],
  ])("refuse %s=%s", (key, text) => {
    expect(() => read("send", { [key]: text })).toThrow(`${key} must be `);
  });

  test("name all that is kept of readers, where one of it is missing", () => {
    const { addressDays: _, ...rest } = readerRetention;
    expect(() => read("tick", { READER_RETENTION: JSON.stringify(rest) })).toThrow(
      "READER_RETENTION must be JSON with pendingDays, logDays, addressDays and consentDays, each a whole number of at least 1",
    );
  });

  test("take no more out of what is kept than they ask for", () => {
    expect(read("tick")).toMatchObject({ retention, readerRetention });
  });
});
