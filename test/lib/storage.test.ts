import { describe, expect, test } from "vitest";
import { ofType, synthesize } from "./synthesize.ts";

const { storage, pipeline } = synthesize();
const [table] = ofType(storage, "AWS::DynamoDB::Table");
const secrets = ofType(storage, "AWS::SecretsManager::Secret");

describe("the storage stack", () => {
  test("is protected from being deleted", () => {
    expect(storage.terminationProtection).toBe(true);
  });

  test("keeps the logical ids by which CloudFormation finds what is stored", () => {
    expect(storage.resources.map(({ id, type }) => `${type} ${id}`).sort()).toEqual([
      "AWS::DynamoDB::Table Table",
      "AWS::SecretsManager::Secret HashKey",
      "AWS::SecretsManager::Secret LinkKeys",
    ]);
  });

  test("retains everything in it", () => {
    expect(storage.resources.map(({ deletionPolicy }) => deletionPolicy)).toEqual(["Retain", "Retain", "Retain"]);
  });

  test("gives nothing a physical name", () => {
    const named = storage.resources.filter(({ properties }) => properties["TableName"] ?? properties["Name"]);
    expect(named).toEqual([]);
  });

  test("leaves nothing that must survive to the pipeline stack", () => {
    const stateful = ["AWS::DynamoDB::Table", "AWS::SecretsManager::Secret", "AWS::S3::Bucket"];
    expect(pipeline.resources.filter(({ type }) => stateful.includes(type))).toEqual([]);
  });
});

describe("the table", () => {
  test("is protected, backed up and paid for on demand", () => {
    expect(table?.properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      BillingMode: "PAY_PER_REQUEST",
    });
  });

  test("has the keys, the one index and the expiry that the adapters use", () => {
    expect(table?.properties["KeySchema"]).toEqual([
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ]);
    expect(table?.properties["GlobalSecondaryIndexes"]).toEqual([
      {
        IndexName: "byList",
        KeySchema: [
          { AttributeName: "list", KeyType: "HASH" },
          { AttributeName: "place", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ]);
    expect(table?.properties["TimeToLiveSpecification"]).toEqual({ AttributeName: "expiresAt", Enabled: true });
  });
});

describe("the secrets", () => {
  test("are generated where the functions look for them", () => {
    const generated = secrets.map(({ id, properties }) => [
      id,
      JSON.parse(properties["GenerateSecretString"].SecretStringTemplate),
      properties["GenerateSecretString"].GenerateStringKey,
    ]);
    expect(generated).toEqual([
      ["LinkKeys", { currentId: "1" }, "currentKey"],
      ["HashKey", {}, "key"],
    ]);
  });

  test("never rotate by themselves", () => {
    expect(ofType(storage, "AWS::SecretsManager::RotationSchedule")).toEqual([]);
  });
});
