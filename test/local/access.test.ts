import { describe, expect, test } from "vitest";
import { type AccessRequest, evaluate } from "#local/access/evaluate.ts";
import { statementsOf } from "#local/access/statement.ts";

const QUEUE = "arn:aws:sqs:us-east-1:000000000000:Digests";
const ROLE = "arn:aws:iam::000000000000:role/Send";

const asked: AccessRequest = {
  action: "sqs:SendMessage",
  resource: QUEUE,
  principal: { roleArn: ROLE },
  context: { "aws:SecureTransport": "true", "aws:SourceArn": "arn:aws:sns:us-east-1:000000000000:Mails" },
};

type Raw = Record<string, unknown>;
const allow = (more: Raw = {}): Raw => ({ Effect: "Allow", Action: "sqs:SendMessage", Resource: QUEUE, ...more });
const deny = (more: Raw = {}): Raw => ({ ...allow(more), Effect: "Deny" });
const when = (operator: string, key: string, value: unknown, more: Raw = {}): Raw =>
  allow({ Condition: { [operator]: { [key]: value } }, ...more });

function decide(identity: readonly Raw[], resource: readonly Raw[] = [], request: Partial<AccessRequest> = {}) {
  const policies = { identity: statementsOf({ Statement: identity }), resource: statementsOf({ Statement: resource }) };
  return evaluate(policies, { ...asked, ...request });
}

describe("a role's policy", () => {
  test.each<[string, Raw[], ReturnType<typeof decide>]>([
    ["no statement", [], "denied"],
    ["the action on the resource", [allow()], "allowed"],
    ["the action in other letters", [allow({ Action: "SQS:sendmessage" })], "allowed"],
    ["one of several actions", [allow({ Action: ["sqs:ReceiveMessage", "sqs:SendMessage"] })], "allowed"],
    ["another action", [allow({ Action: "sqs:ReceiveMessage" })], "denied"],
    ["an action that begins alike", [allow({ Action: "sqs:Send" })], "denied"],
    ["a wildcard in the action", [allow({ Action: "sqs:Send*" })], "allowed"],
    ["a wildcard of one letter", [allow({ Action: "sqs:SendMessag?" })], "allowed"],
    ["all actions", [allow({ Action: "*" })], "allowed"],
    ["all but another action", [allow({ Action: undefined, NotAction: "sqs:DeleteQueue" })], "allowed"],
    ["all but this action", [allow({ Action: undefined, NotAction: "sqs:SendMessage" })], "denied"],
    ["another resource", [allow({ Resource: `${QUEUE}x` })], "denied"],
    ["the resource in other letters", [allow({ Resource: QUEUE.replace("Digests", "digests") })], "denied"],
    ["a wildcard in the resource", [allow({ Resource: "arn:aws:sqs:*:*:Dig*" })], "allowed"],
    ["a wildcard that would have to cross parts", [allow({ Resource: "arn:aws:sqs:*:Digests" })], "denied"],
    ["a resource that stops before its last part", [allow({ Resource: "arn:aws:sqs:*:*" })], "denied"],
    ["all resources", [allow({ Resource: "*" })], "allowed"],
    ["all but another resource", [allow({ Resource: undefined, NotResource: "arn:aws:sqs:*:*:Other" })], "allowed"],
    ["all but this resource", [allow({ Resource: undefined, NotResource: "arn:aws:sqs:*:*:Dig*" })], "denied"],
    ["a policy variable", [allow({ Resource: "arn:aws:sqs:*:*:$" + "{aws:username}" })], "denied"],
    ["a deny beside an allow", [allow(), deny()], "explicitly denied"],
    ["a deny of something else", [allow(), deny({ Resource: `${QUEUE}x` })], "allowed"],
    [
      "a deny with a policy variable",
      [allow(), deny({ Resource: "arn:aws:sqs:*:*:$" + "{aws:username}" })],
      "explicitly denied",
    ],
  ])("with %s", (_, statements, decision) => {
    expect(decide(statements.map((each) => JSON.parse(JSON.stringify(each))))).toBe(decision);
  });

  test("with an element that is not known is refused", () => {
    expect(() => statementsOf({ Statement: allow({ NotPrincipal: "*" }) })).toThrow('"NotPrincipal"');
  });
});

describe("a condition", () => {
  const topic = "arn:aws:sns:us-east-1:000000000000:Mails";
  test.each<[string, Raw, boolean]>([
    ["StringEquals that holds", when("StringEquals", "aws:SourceArn", topic), true],
    ["StringEquals with a key in other letters", when("StringEquals", "AWS:sourcearn", topic), true],
    ["StringEquals that does not hold", when("StringEquals", "aws:SourceArn", "x"), false],
    ["StringEquals with one of several values", when("StringEquals", "aws:SourceArn", ["x", topic]), true],
    ["StringEquals with a key that is not there", when("StringEquals", "aws:Else", "x"), false],
    ["StringEqualsIfExists with a key that is not there", when("StringEqualsIfExists", "aws:Else", "x"), true],
    ["StringNotEquals with a key that is not there", when("StringNotEquals", "aws:Else", "x"), true],
    ["StringNotEquals that does not hold", when("StringNotEquals", "aws:SourceArn", topic), false],
    ["StringNotEquals with one of several values", when("StringNotEquals", "aws:SourceArn", ["x", topic]), false],
    ["StringEqualsIgnoreCase", when("StringEqualsIgnoreCase", "aws:SourceArn", topic.toUpperCase()), true],
    ["StringLike", when("StringLike", "aws:SourceArn", "arn:aws:sns*Mails"), true],
    ["StringNotLike", when("StringNotLike", "aws:SourceArn", "arn:*"), false],
    ["ArnLike", when("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:M*"), true],
    ["ArnLike across parts", when("ArnLike", "aws:SourceArn", "arn:aws:sns:*:Mails"), false],
    ["ArnEquals, which is as ArnLike", when("ArnEquals", "aws:SourceArn", "arn:aws:sns:*:*:Mails"), true],
    ["ArnNotLike", when("ArnNotLike", "aws:SourceArn", "arn:aws:sns:*:*:M*"), false],
    ["Bool", when("Bool", "aws:SecureTransport", "false"), false],
    ["Bool written as a boolean", when("Bool", "aws:SecureTransport", true), true],
    ["Null of a key that is there", when("Null", "aws:SourceArn", "true"), false],
    ["Null of a key that is not there", when("Null", "aws:Else", "true"), true],
    ["ForAnyValue", when("ForAnyValue:StringEquals", "ses:Recipients", "b"), true],
    ["ForAllValues", when("ForAllValues:StringEquals", "ses:Recipients", "b"), false],
    ["ForAllValues of a key that is not there", when("ForAllValues:StringEquals", "aws:Else", "b"), true],
    ["several values without a set operator", when("StringEquals", "ses:Recipients", "b"), false],
    ["an operator that is not known", when("IpAddress", "aws:SourceIp", "127.0.0.1"), false],
    ["a policy variable", when("StringEquals", "aws:SourceArn", "$" + "{aws:username}"), false],
  ])("%s", (_, statement, holds) => {
    const context = { ...asked.context, "ses:Recipients": ["a", "b"] };
    expect(decide([statement], [], { context })).toBe(holds ? "allowed" : "denied");
  });

  test("of a deny that is not understood holds", () => {
    expect(decide([allow(), deny({ Condition: { IpAddress: { "aws:SourceIp": "::1" } } })])).toBe("explicitly denied");
  });

  test("holds only if every part of it does", () => {
    const both = { StringEquals: { "aws:SourceArn": topic }, Bool: { "aws:SecureTransport": "false" } };
    expect(decide([allow({ Condition: both })])).toBe("denied");
  });
});

describe("a resource's policy", () => {
  const sns = { principal: { service: "sns.amazonaws.com" } };
  test.each<[string, Raw, Partial<AccessRequest>, ReturnType<typeof decide>]>([
    ["lets in the service that it names", allow({ Principal: { Service: "sns.amazonaws.com" } }), sns, "allowed"],
    ["lets in no other service", allow({ Principal: { Service: "ses.amazonaws.com" } }), sns, "denied"],
    ["lets in everyone", allow({ Principal: "*" }), sns, "allowed"],
    ["lets in a role that it names", allow({ Principal: { AWS: ROLE } }), {}, "allowed"],
    ["lets in the roles of an account", allow({ Principal: { AWS: "arn:aws:iam::000000000000:root" } }), {}, "allowed"],
    ["lets in no role of another account", allow({ Principal: { AWS: "111111111111" } }), {}, "denied"],
    ["without a principal lets in nobody", allow(), sns, "denied"],
  ])("%s", (_, statement, request, decision) => {
    expect(decide([], [statement], request)).toBe(decision);
  });

  test("that denies wins over the role", () => {
    const plain = deny({ Principal: { AWS: "*" }, Condition: { Bool: { "aws:SecureTransport": "false" } } });
    expect(decide([allow()], [plain])).toBe("allowed");
    expect(decide([allow()], [plain], { context: { "aws:SecureTransport": "false" } })).toBe("explicitly denied");
  });
});
