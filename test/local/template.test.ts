import { describe, expect, test } from "vitest";
import type { Assembly, Template } from "#local/template/assembly.ts";
import { deploy } from "#local/template/deployment.ts";
import { type Names, resolveIntrinsics } from "#local/template/resolve.ts";

const names: Names = {
  ref: (id) => (id === "Queue" ? "queue-url" : id === "AWS::Region" ? "eu-west-1" : `ref-${id}`),
  attribute: (id, attribute) => `${id}.${attribute}`,
  imported: (name) => `imported ${name}`,
  condition: (name) => name === "Yes",
};

describe("an intrinsic", () => {
  test.each<[unknown, unknown]>([
    [{ Ref: "Queue" }, "queue-url"],
    [{ "Fn::GetAtt": ["Queue", "Arn"] }, "Queue.Arn"],
    [{ "Fn::GetAtt": "Queue.Nested.Name" }, "Queue.Nested.Name"],
    [{ "Fn::Join": ["/", ["a", { Ref: "Queue" }, "b"]] }, "a/queue-url/b"],
    [
      { "Fn::Sub": "in $" + "{AWS::Region}: $" + "{Queue.Arn}, $" + "{!Literal}" },
      "in eu-west-1: Queue.Arn, $" + "{Literal}",
    ],
    [{ "Fn::Sub": ["$" + "{Own} $" + "{Queue}", { Own: { "Fn::GetAtt": ["A", "B"] } }] }, "A.B queue-url"],
    [{ "Fn::ImportValue": "Storage:Table" }, "imported Storage:Table"],
    [{ "Fn::Select": ["1", { "Fn::Split": [",", "a,b,c"] }] }, "b"],
    [{ "Fn::If": ["Yes", "so", "else"] }, "so"],
    [{ "Fn::If": ["No", "so", { Ref: "Queue" }] }, "queue-url"],
    [{ kept: 1, gone: { Ref: "AWS::NoValue" } }, { kept: 1 }],
    [["kept", { "Fn::If": ["No", "x", { Ref: "AWS::NoValue" }] }], ["kept"]],
    [{ "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-west-1"] }, true],
    [{ "Fn::Not": [{ Condition: "Yes" }] }, false],
    [{ "Fn::And": [{ Condition: "Yes" }, { "Fn::Or": [{ Condition: "No" }, { Condition: "Yes" }] }] }, true],
    [{ Condition: { Bool: { key: "true" } } }, { Condition: { Bool: { key: "true" } } }],
    [{ deep: [{ Ref: "Queue" }] }, { deep: ["queue-url"] }],
  ])("%j", (value, resolved) => {
    expect(resolveIntrinsics(value, names)).toEqual(resolved);
  });

  test.each([
    [{ "Fn::FindInMap": ["a", "b", "c"] }, "Fn::FindInMap"],
    ["{{resolve:ssm:/some/parameter}}", "dynamic reference"],
    [{ "Fn::Select": ["3", ["a"]] }, "asks for 3 of 1"],
  ])("that is not known is refused by name: %j", (value, sentence) => {
    expect(() => resolveIntrinsics(value, names)).toThrow(sentence);
  });
});

describe("a deployment", () => {
  const place = { region: "us-east-1", account: "000000000000", gateway: "http://127.0.0.1:1" };
  const template = (stack: string, part: Partial<Template>): Template => ({
    stack,
    resources: {},
    outputs: {},
    parameters: {},
    conditions: {},
    ...part,
  });
  const assembly = (...templates: Template[]): Assembly => ({ templates, assetFolder: () => undefined });
  const queue = { Type: "AWS::SQS::Queue" };

  test("resolves what one stack imports of another", () => {
    const storage = template("Storage", {
      resources: { Table: { Type: "AWS::DynamoDB::Table" } },
      outputs: { Out: { Value: { "Fn::GetAtt": ["Table", "Arn"] }, Export: { Name: "Storage:Arn" } } },
    });
    const pipeline = template("Pipeline", { outputs: { Arn: { Value: { "Fn::ImportValue": "Storage:Arn" } } } });
    expect(deploy(assembly(storage, pipeline), place).outputs[1]?.value).toBe(
      "arn:aws:dynamodb:us-east-1:000000000000:table/Storage-Table",
    );
  });

  test("leaves out what a condition leaves out", () => {
    const conditions = { No: { "Fn::Equals": ["a", "b"] } };
    const deployed = deploy(
      assembly(template("S", { conditions, resources: { Queue: { ...queue, Condition: "No" } } })),
      place,
    );
    expect(deployed.ofType("AWS::SQS::Queue")).toEqual([]);
  });

  test("gives a queue a URL under the gateway", () => {
    const [made] = deploy(assembly(template("S", { resources: { Queue: queue } })), place).ofType("AWS::SQS::Queue");
    expect(made?.ref).toBe("http://127.0.0.1:1/000000000000/S-Queue");
  });

  test.each<[string, Partial<Template>, string]>([
    [
      "a type",
      { resources: { Odd: { Type: "Custom::Odd" } } },
      "S holds Odd of the type Custom::Odd, which the local run does not know.",
    ],
    ["a reference", { outputs: { O: { Value: { Ref: "Nothing" } } } }, "S refers to Nothing"],
    [
      "an attribute",
      { resources: { Queue: queue }, outputs: { O: { Value: { "Fn::GetAtt": ["Queue", "Odd"] } } } },
      "does not know Odd of AWS::SQS::Queue (Queue)",
    ],
    [
      "an export",
      { outputs: { O: { Value: { "Fn::ImportValue": "X:Y" } } } },
      "S imports X:Y, which no stack exports.",
    ],
    ["a condition", { resources: { Queue: { ...queue, Condition: "C" } } }, "S has no condition C."],
  ])("refuses %s that it does not know", (_, part, sentence) => {
    expect(() => deploy(assembly(template("S", part)), place)).toThrow(sentence);
  });
});
