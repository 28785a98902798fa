import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ofType, synthesize, target } from "./synthesize.ts";

const { pipeline, storage } = synthesize();
const alarms = ofType(pipeline, "AWS::CloudWatch::Alarm");
const guide = readFileSync(new URL("../../docs/operator.md", import.meta.url), "utf8");

describe("an alarm", () => {
  test.each(alarms)("$id has a heading in the operator's guide", ({ properties }) => {
    const heading = String(properties["AlarmDescription"]).replace(": see docs/operator.md", "");
    expect(guide.split("\n")).toContain(`### ${heading}`);
  });

  test("watches each function that works unseen; whoever calls operate sees it fail", () => {
    const watched = alarms
      .filter(({ properties }) => properties["MetricName"] === "Errors")
      .map(({ properties }) => target(properties["Dimensions"][0].Value));
    const descriptions = ofType(pipeline, "AWS::Lambda::Function")
      .filter(({ id }) => watched.includes(id))
      .map(({ properties }) => properties["Description"]);
    expect(descriptions.sort()).toEqual(
      ["gather", "listen", "notify", "plan", "send", "tick"].map((n) => `Bulletin: ${n}`),
    );
  });

  test("rings when readers meet errors of the site, which catches its own", () => {
    const door = alarms.find(({ properties }) => properties["MetricName"] === "5xx");
    expect(door?.properties).toMatchObject({ Namespace: "AWS/ApiGateway", Statistic: "Sum", Threshold: 0 });
    expect(target(door?.properties["Dimensions"][0].Value)).toBe(ofType(pipeline, "AWS::ApiGatewayV2::Api")[0]?.id);
  });

  test("rings when the tick has not run for 10 minutes, also when it never ran", () => {
    const silence = alarms.find(({ properties }) => properties["MetricName"] === "Invocations");
    expect(silence?.properties).toMatchObject({
      ComparisonOperator: "LessThanThreshold",
      Threshold: 1,
      Period: 300,
      EvaluationPeriods: 2,
      TreatMissingData: "breaching",
    });
  });

  test("is mailed to the address of the config", () => {
    const { pipeline: told } = synthesize({ alarmAddress: "on-call@your-paper.com" });
    const subscribed = ofType(told, "AWS::SNS::Subscription").filter(
      ({ properties }) => properties["Protocol"] === "email",
    );
    expect(subscribed.map(({ properties }) => properties["Endpoint"])).toEqual(["on-call@your-paper.com"]);
    expect(target(subscribed[0]?.properties["TopicArn"])).toBe(
      target(ofType(told, "AWS::CloudWatch::Alarm")[0]?.properties["AlarmActions"][0]),
    );
  });
});

describe("the tick", () => {
  test("comes every minute", () => {
    const [rule] = ofType(pipeline, "AWS::Events::Rule");
    expect(rule?.properties).toMatchObject({ ScheduleExpression: "rate(1 minute)", State: "ENABLED" });
  });
});

describe("an idle month", () => {
  const MINUTES = 31 * 24 * 60;
  const cents = {
    /** Each standard alarm is 10 cents; the ten that an account has free may be in use already. */
    alarms: alarms.length * 10,
    secrets: ofType(storage, "AWS::SecretsManager::Secret").length * 40,
    /** Up to 5 pollers an event source ask every 20 s; $0.40 a million. */
    polling: (ofType(pipeline, "AWS::Lambda::EventSourceMapping").length * 5 * 3 * MINUTES * 40) / 1e6,
    /** $0.20 a million requests, and 1 s each at 256 MB for $0.0000133334 a GB-second. */
    ticks: (MINUTES * 20) / 1e6 + MINUTES * 1 * 0.25 * 0.00133334,
    /** A tick's reads and writes: 50 half-units of $0.125 a million, 1 write unit of $0.625 a million. */
    table: (MINUTES * (50 * 0.5 * 12.5 + 62.5)) / 1e6,
    /** 500 bytes a tick, $0.50 a GB. */
    logs: (MINUTES * 500 * 50) / 1e9,
  };

  test("costs at most 5 dollars", () => {
    expect(Object.values(cents).reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(500);
  });

  test("costs what the operator's guide says, each cent listed", () => {
    const rows = [...guide.matchAll(/^\| (\w+) +\| \$(\d+\.\d\d) +\|$/gm)].map(([, part, dollars]) => [part, dollars]);
    expect(rows).toEqual(Object.entries(cents).map(([part, each]) => [part, (each / 100).toFixed(2)]));
    const total = Object.values(cents).reduce((sum, part) => sum + part, 0);
    expect(guide).toContain(`That is $${(total / 100).toFixed(2)}.`);
  });
});
