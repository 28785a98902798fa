import { describe, expect, test } from "vitest";
import { settingKeys } from "#handlers/settings.ts";
import { flat, list, ofType, type Resource, synthesize, target, type Value } from "./synthesize.ts";

const { pipeline } = synthesize();
const functions = ofType(pipeline, "AWS::Lambda::Function").map((lambda) => ({
  name: String(lambda.properties["Description"]).replace("Bulletin: ", ""),
  lambda,
}));

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: Value;
}

function statementsOf(lambda: Resource): readonly Statement[] {
  const role = target(lambda.properties["Role"]);
  const policies = ofType(pipeline, "AWS::IAM::Policy").filter(
    ({ properties }) => target(properties["Roles"][0]) === role,
  );
  return policies.flatMap(({ properties }) => properties["PolicyDocument"].Statement);
}

/** What the role of a function allows beyond its own log: `"action on resource"`, sorted. */
function permissions(name: string): readonly string[] {
  const lambda = functions.find((each) => each.name === name)!.lambda;
  const pairs = statementsOf(lambda).flatMap(({ Action, Resource: resources }) =>
    list(Action).flatMap((action) => list(resources).map((resource: Value) => `${action} on ${named(resource)}`)),
  );
  return pairs.filter((pair) => !pair.startsWith("logs:")).sort();
}

/** A resource by a name that can be read: the logical id without its hash, or the end of its ARN. */
function named(resource: Value): string {
  return flat(resource)
    .replace(/^arn:.*:ses:.*?:(?=identity|configuration-set)/, "")
    .replace(/\$\{BulletinStorage:ExportsOutput(?:FnGetAtt|Ref)(\w+?)(?:Arn)?[0-9A-F]{8}\}/, "$1")
    .replace(/\$\{(\w+?)[0-9A-F]{8}\}/, "$1");
}

const table = (...actions: readonly string[]) => actions.map((action) => `dynamodb:${action} on Table`);

const everyAction = table("DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem");

const lists = "dynamodb:Query on Table/index/byList";

const takes = (queue: string) =>
  ["ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ReceiveMessage"].map(
    (action) => `sqs:${action} on ${queue}`,
  );

const puts = (queue: string) => `sqs:SendMessage on ${queue}`;

const sends = [
  "ses:SendRawEmail on configuration-set/MailConfigurationSet",
  "ses:SendRawEmail on identity/brackwater-courier.example",
  "ses:SendRawEmail on identity/updates@brackwater-courier.example",
];

const reads = (secret: string) => `secretsmanager:GetSecretValue on ${secret}`;

describe("a function", () => {
  test("is one of those that ask for settings", () => {
    expect(functions.map(({ name }) => name).sort()).toEqual(Object.keys(settingKeys).sort());
  });

  test.each(functions)("$name runs on Node 24 on arm64", ({ lambda }) => {
    expect(lambda.properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
  });

  test.each(functions)("$name finds in its environment exactly what it asks for", ({ name, lambda }) => {
    const keys = Object.keys(lambda.properties["Environment"].Variables);
    expect(keys.sort()).toEqual([...settingKeys[name as keyof typeof settingKeys]].sort());
  });

  test.each(functions)("$name has a role that no other has", ({ lambda }) => {
    const roles = functions.map((each) => target(each.lambda.properties["Role"]));
    expect(roles.filter((role) => role === target(lambda.properties["Role"]))).toHaveLength(1);
  });

  test.each(functions)("$name writes to a log of its own, which forgets", ({ lambda }) => {
    const log = pipeline.resources.find(({ id }) => id === target(lambda.properties["LoggingConfig"].LogGroup));
    expect(log?.properties["RetentionInDays"]).toBe(30);
    const logStatements = statementsOf(lambda).filter(({ Action }) => list(Action).some((a) => a.startsWith("logs:")));
    expect(logStatements.map(({ Resource: resource }) => target(resource))).toEqual([log?.id]);
  });

  test.each([
    [
      "site",
      [...everyAction, reads("LinkKeys"), reads("HashKey"), puts("NotifyNoticesQueue"), puts("GatherPollsQueue")],
    ],
    [
      "tick",
      [
        ...everyAction,
        lists,
        reads("HashKey"),
        "ses:GetSendQuota on *",
        ...["PlanPartsQueue", "SendDigestsQueue", "SendAlertsQueue", "NotifyNoticesQueue", "GatherPollsQueue"].map(
          puts,
        ),
      ],
    ],
    [
      "plan",
      [
        ...everyAction,
        lists,
        ...takes("PlanPartsQueue"),
        puts("PlanPartsQueue"),
        puts("SendDigestsQueue"),
        puts("SendAlertsQueue"),
      ],
    ],
    [
      "send",
      [
        ...everyAction,
        lists,
        reads("LinkKeys"),
        ...sends,
        "ses:GetSendQuota on *",
        ...["SendDigestsQueue", "SendAlertsQueue"].flatMap((queue) => [...takes(queue), puts(queue)]),
      ],
    ],
    [
      "notify",
      [
        ...table("GetItem", "Query", "UpdateItem"),
        reads("LinkKeys"),
        ...sends,
        "ses:GetSendQuota on *",
        ...takes("NotifyNoticesQueue"),
      ],
    ],
    ["listen", [...everyAction, reads("HashKey"), ...takes("ListenEventsQueue")]],
    ["gather", [...everyAction, ...takes("GatherPollsQueue"), puts("GatherPollsQueue"), puts("PlanPartsQueue")]],
    ["api", [...everyAction, reads("HashKey"), puts("GatherPollsQueue"), puts("PlanPartsQueue")]],
    [
      "operate",
      [
        ...everyAction,
        lists,
        reads("HashKey"),
        puts("PlanPartsQueue"),
        puts("SendDigestsQueue"),
        puts("SendAlertsQueue"),
        puts("GatherPollsQueue"),
      ],
    ],
  ])("%s may do what it must, and nothing else", (name, allowed) => {
    expect(permissions(name)).toEqual([...allowed].sort());
  });
});

describe("a permission", () => {
  test("names its resource, but for the one action that IAM knows none for", () => {
    const statements = ofType(pipeline, "AWS::IAM::Policy").flatMap(
      ({ properties }): readonly Statement[] => properties["PolicyDocument"].Statement,
    );
    const broad = statements.filter(({ Action, Resource: resources }) =>
      [...list(Action), ...list(resources).map(flat)].some((part) => part.includes("*")),
    );
    const askingQuota = { Effect: "Allow", Action: "ses:GetSendQuota", Resource: "*" };
    expect(broad).toEqual([askingQuota, askingQuota, askingQuota]);
  });

  test("comes from no policy that AWS manages", () => {
    const managed = ofType(pipeline, "AWS::IAM::Role").filter(({ properties }) => properties["ManagedPolicyArns"]);
    expect(managed).toEqual([]);
  });
});
