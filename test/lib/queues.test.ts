import { describe, expect, test } from "vitest";
import { ofType, type Resource, synthesize, target } from "./synthesize.ts";

const { pipeline } = synthesize();
const queues = ofType(pipeline, "AWS::SQS::Queue");
const sources = ofType(pipeline, "AWS::Lambda::EventSourceMapping");
const consumed = sources.map((source) => ({
  source: source.properties,
  queue: byId(target(source.properties["EventSourceArn"])),
  lambda: byId(target(source.properties["FunctionName"])),
}));

function byId(id: string | undefined): Resource {
  const found = pipeline.resources.find((resource) => resource.id === id);
  if (found === undefined) throw new Error(`The template has no ${id}.`);
  return found;
}

function deadLettersOf(queue: Resource): string | undefined {
  return target(queue.properties["RedrivePolicy"]?.deadLetterTargetArn);
}

describe("a queue that feeds a function", () => {
  test("is one of six", () => {
    expect(consumed.map(({ queue }) => queue.id)).toHaveLength(6);
  });

  test.each(consumed)("$queue.id lays aside what fails 5 times", ({ queue }) => {
    expect(deadLettersOf(queue)).toBeDefined();
    expect(queue.properties["RedrivePolicy"].maxReceiveCount).toBe(5);
  });

  test.each(consumed)("$queue.id has an alarm on its dead-letter queue that reaches a topic", ({ queue }) => {
    const alarms = ofType(pipeline, "AWS::CloudWatch::Alarm").filter(
      ({ properties }) => target(properties["Dimensions"]?.[0]?.Value) === deadLettersOf(queue),
    );
    expect(alarms).toHaveLength(1);
    expect(alarms[0]?.properties).toMatchObject({
      MetricName: "ApproximateNumberOfMessagesVisible",
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 0,
    });
    expect(byId(target(alarms[0]?.properties["AlarmActions"]?.[0])).type).toBe("AWS::SNS::Topic");
  });

  test.each(consumed)(
    "$queue.id hides a message for longer than its function may take",
    ({ source, queue, lambda }) => {
      const gathering = source["MaximumBatchingWindowInSeconds"] ?? 0;
      expect(queue.properties["VisibilityTimeout"]).toBeGreaterThan(lambda.properties["Timeout"] + gathering);
    },
  );

  test.each(consumed)("$queue.id hands back only the messages that failed", ({ source }) => {
    expect(source["FunctionResponseTypes"]).toEqual(["ReportBatchItemFailures"]);
  });
});

describe("the slices", () => {
  test("come one an invocation, and hide for 6 minutes", () => {
    const slices = consumed.filter(({ lambda }) => lambda.properties["Description"] === "Bulletin: send");
    expect(slices.map(({ source, queue }) => [source["BatchSize"], queue.properties["VisibilityTimeout"]])).toEqual([
      [1, 360],
      [1, 360],
    ]);
  });
});

describe("every queue", () => {
  test.each(queues)("$id keeps its messages 14 days, under SQS's own key", ({ properties }) => {
    expect(properties["MessageRetentionPeriod"]).toBe(14 * 24 * 3600);
    expect(properties["SqsManagedSseEnabled"]).toBe(true);
  });

  test.each(queues)("$id takes nothing in the clear", ({ id }) => {
    const policy = ofType(pipeline, "AWS::SQS::QueuePolicy").find(
      ({ properties }) => target(properties["Queues"][0]) === id,
    );
    expect(policy?.properties["PolicyDocument"].Statement).toContainEqual(
      expect.objectContaining({
        Effect: "Deny",
        Action: "sqs:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    );
  });
});

describe("the bill", () => {
  test("is bounded to 12 functions at once, the least for six queues", () => {
    const bounds = sources.map(({ properties }) => properties["ScalingConfig"]?.MaximumConcurrency);
    expect(bounds.reduce((sum, bound) => sum + bound, 0)).toBeLessThanOrEqual(12);
  });

  test("is bounded without reserving concurrency, which a new account has none to spare of", () => {
    const reserving = ofType(pipeline, "AWS::Lambda::Function").filter(
      ({ properties }) => properties["ReservedConcurrentExecutions"] !== undefined,
    );
    expect(reserving).toEqual([]);
  });
});
