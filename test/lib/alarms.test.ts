import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { idleMonth } from "../../bench/idle-month.ts";
import { ofType, synthesize, target } from "./synthesize.ts";

const { pipeline, storage } = synthesize();
const alarms = ofType(pipeline, "AWS::CloudWatch::Alarm");
const guide = readFileSync(new URL("../../docs/operator.md", import.meta.url), "utf8");

describe("an alarm", () => {
  test.each(alarms)("$id has a heading in the operator's guide", ({ properties }) => {
    const heading = String(properties["AlarmDescription"]).replace(": see docs/operator.md", "");
    expect(guide.split("\n")).toContain(`### ${heading}`);
  });

  test("watches each function but the site, whose answers are watched, and operate, whose caller sees it fail", () => {
    const watched = alarms
      .filter(({ properties }) => properties["MetricName"] === "Errors")
      .map(({ properties }) => target(properties["Dimensions"][0].Value));
    const descriptions = ofType(pipeline, "AWS::Lambda::Function")
      .filter(({ id }) => watched.includes(id))
      .map(({ properties }) => properties["Description"]);
    expect(descriptions.sort()).toEqual(
      ["api", "gather", "listen", "notify", "plan", "send", "tick"].map((n) => `Bulletin: ${n}`),
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
  const parts = idleMonth({
    alarms: alarms.length,
    secrets: ofType(storage, "AWS::SecretsManager::Secret").length,
    eventSources: ofType(pipeline, "AWS::Lambda::EventSourceMapping").length,
  });
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);

  test("costs at most 5 dollars", () => {
    expect(total).toBeLessThanOrEqual(5);
  });

  test("costs what the operator's guide says, each cent listed", () => {
    const rows = [...guide.matchAll(/^\| (\w+) +\| \$(\d+\.\d\d) +\|$/gm)].map(([, part, dollars]) => [part, dollars]);
    expect(rows).toEqual(Object.entries(parts).map(([part, each]) => [part, each.toFixed(2)]));
    expect(guide).toContain(`That is $${total.toFixed(2)}.`);
  });
});
