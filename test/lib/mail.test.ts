import { describe, expect, test } from "vitest";
import { flat, ofType, synthesize, target, type Value } from "./synthesize.ts";

const { pipeline } = synthesize();
const [configurationSet] = ofType(pipeline, "AWS::SES::ConfigurationSet");
const [destination] = ofType(pipeline, "AWS::SES::ConfigurationSetEventDestination");
const topic = target(destination?.properties["EventDestination"].SnsDestination.TopicARN);
const [subscription] = ofType(pipeline, "AWS::SNS::Subscription");
const queue = target(subscription?.properties["Endpoint"]);

function policyOn(type: string, property: string, id: string | undefined): readonly Value[] {
  const policy = ofType(pipeline, type).find(({ properties }) =>
    properties[property].some((of: Value) => target(of) === id),
  );
  return policy?.properties["PolicyDocument"].Statement ?? [];
}

describe("an event of SES", () => {
  test("leaves the configuration set that every sender names", () => {
    expect(target(destination?.properties["ConfigurationSetName"])).toBe(configurationSet?.id);
    const named = ofType(pipeline, "AWS::Lambda::Function")
      .map(({ properties }) => target(properties["Environment"].Variables.CONFIGURATION_SET))
      .filter((name) => name !== undefined);
    expect(named).toEqual([configurationSet?.id, configurationSet?.id]);
  });

  test("is of a kind that changes something for us; deliveries are not", () => {
    expect(destination?.properties["EventDestination"]).toMatchObject({
      Enabled: true,
      MatchingEventTypes: ["send", "reject", "bounce", "complaint", "renderingFailure", "deliveryDelay"],
    });
  });

  test("may be published to the topic by SES for this account's configuration set, and by nobody else", () => {
    const allowed = policyOn("AWS::SNS::TopicPolicy", "Topics", topic).filter(({ Effect }) => Effect === "Allow");
    expect(allowed).toHaveLength(1);
    expect(allowed[0]).toMatchObject({
      Action: "sns:Publish",
      Principal: { Service: "ses.amazonaws.com" },
      Condition: { StringEquals: { "AWS:SourceAccount": { Ref: "AWS::AccountId" } } },
    });
    expect(flat(allowed[0].Condition.StringEquals["AWS:SourceArn"])).toMatch(
      `:configuration-set/\${${configurationSet?.id}}`,
    );
    expect(destination?.dependsOn).toHaveLength(1);
  });

  test("reaches the queue as SES wrote it", () => {
    expect(subscription?.properties).toMatchObject({ Protocol: "sqs", RawMessageDelivery: true });
    expect(target(subscription?.properties["TopicArn"])).toBe(topic);
  });

  test("may be put into the queue by the topic, and by nobody else", () => {
    const allowed = policyOn("AWS::SQS::QueuePolicy", "Queues", queue).filter(({ Effect }) => Effect === "Allow");
    expect(allowed).toEqual([
      {
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Principal: { Service: "sns.amazonaws.com" },
        Condition: { ArnEquals: { "aws:SourceArn": { Ref: topic } } },
        Resource: { "Fn::GetAtt": [queue, "Arn"] },
      },
    ]);
  });

  test("is gathered with others for a minute before the listener wakes", () => {
    const source = ofType(pipeline, "AWS::Lambda::EventSourceMapping").find(
      ({ properties }) => target(properties["EventSourceArn"]) === queue,
    );
    expect(source?.properties["MaximumBatchingWindowInSeconds"]).toBe(60);
  });

  test("meets no key of KMS, which would stop it between SES, SNS and SQS", () => {
    const keyed = pipeline.resources.filter(({ properties }) => /kms/i.test(JSON.stringify(properties)));
    expect(keyed).toEqual([]);
  });
});

describe("the sending domain", () => {
  const newsroom = {
    name: "The Daily Paper",
    senderName: "The Daily Paper",
    senderAddress: "updates@news.your-paper.com",
    postalAddress: "The Daily Paper, 1 High Street, Anytown",
    privacyUrl: "https://your-paper.com/privacy",
    contact: "newsroom@your-paper.com",
  };
  const own = synthesize({ newsroom, sendingDomain: "your-paper.com" }).pipeline;
  const records = Object.entries(own.outputs)
    .filter(([name]) => name.startsWith("DnsRecord"))
    .map(([, output]) => flat(output.Value));

  test("is left to the account unless the config names one", () => {
    expect(ofType(pipeline, "AWS::SES::EmailIdentity")).toEqual([]);
  });

  test("is registered with SES when the config names one", () => {
    const [identity] = ofType(own, "AWS::SES::EmailIdentity");
    expect(identity?.properties["EmailIdentity"]).toBe("your-paper.com");
  });

  test("comes with every DNS record that the operator must set", () => {
    expect(records.map((record) => record.split(" ")[1])).toEqual(["CNAME", "CNAME", "CNAME", "MX", "TXT", "TXT"]);
    expect(records).toContain('_dmarc.your-paper.com TXT "v=DMARC1; p=none"');
  });

  test("is what the senders may send from, also for an address below it", () => {
    const identities = ofType(own, "AWS::IAM::Policy")
      .flatMap(({ properties }) => properties["PolicyDocument"].Statement)
      .filter(({ Action }) => Action === "ses:SendRawEmail")
      .map(({ Resource: resources }) => resources.map((resource: Value) => flat(resource).split("/").at(-1)));
    expect(identities).toHaveLength(2);
    for (const names of identities) expect(names).toContain("your-paper.com");
  });
});
