/** The policies of the template: what each role may do, and whom each resource lets in. */
import * as z from "zod";
import { type Deployment, findResource, type Resource } from "../template/deployment.ts";
import { evaluate } from "./evaluate.ts";
import { type Statement, statementsOf } from "./statement.ts";

/** Lets a function write its log and no more; logs are written to a file here. */
const BASIC_EXECUTION = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

const ROLE = z.strictObject({
  AssumeRolePolicyDocument: z.unknown(),
  Description: z.string().optional(),
  ManagedPolicyArns: z.array(z.literal(BASIC_EXECUTION)).default([]),
  Policies: z.array(z.strictObject({ PolicyDocument: z.unknown(), PolicyName: z.string() })).default([]),
  RoleName: z.string().optional(),
});
const POLICY = z.strictObject({
  PolicyDocument: z.unknown(),
  PolicyName: z.string(),
  Roles: z.array(z.string()).default([]),
});

/** What the role with this ARN may do. Throws where Lambda could not take the role on. */
export function roleStatements(deployment: Deployment, roleArn: string): readonly Statement[] {
  const role = findResource(deployment.ofType("AWS::IAM::Role"), roleArn);
  if (!role) throw new Error(`There is no role ${roleArn} in the template.`);
  const { AssumeRolePolicyDocument, Policies } = ROLE.parse(role.properties);
  const trusted = evaluate(
    { identity: [], resource: statementsOf(AssumeRolePolicyDocument) },
    { action: "sts:AssumeRole", resource: roleArn, principal: { service: "lambda.amazonaws.com" }, context: {} },
  );
  if (trusted !== "allowed") throw new Error(`The role ${roleArn} does not let lambda.amazonaws.com assume it.`);
  const attached = deployment
    .ofType("AWS::IAM::Policy")
    .map((resource) => POLICY.parse(resource.properties))
    .filter((policy) => policy.Roles.includes(role.ref));
  return [...Policies, ...attached].flatMap((policy) => statementsOf(policy.PolicyDocument));
}

const QUEUE_POLICY = z.strictObject({ PolicyDocument: z.unknown(), Queues: z.array(z.string()) });
const TOPIC_POLICY = z.strictObject({ PolicyDocument: z.unknown(), Topics: z.array(z.string()) });
const PERMISSION = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceAccount: z.string().optional(),
  SourceArn: z.string().optional(),
});

/** The statements on each resource, by its ARN. */
export function resourcePolicies(deployment: Deployment): ReadonlyMap<string, readonly Statement[]> {
  const policies = new Map<string, Statement[]>();
  const add = (arn: string, statements: readonly Statement[]) => {
    policies.set(arn, [...(policies.get(arn) ?? []), ...statements]);
  };
  for (const { properties } of deployment.ofType("AWS::SQS::QueuePolicy")) {
    const { PolicyDocument, Queues } = QUEUE_POLICY.parse(properties);
    for (const queue of Queues) add(arnOf(deployment.ofType("AWS::SQS::Queue"), queue), statementsOf(PolicyDocument));
  }
  for (const { properties } of deployment.ofType("AWS::SNS::TopicPolicy")) {
    const { PolicyDocument, Topics } = TOPIC_POLICY.parse(properties);
    for (const topic of Topics) add(topic, statementsOf(PolicyDocument));
  }
  for (const { properties } of deployment.ofType("AWS::Lambda::Permission")) {
    const permission = PERMISSION.parse(properties);
    const arn = arnOf(deployment.ofType("AWS::Lambda::Function"), permission.FunctionName);
    add(arn, [permissionStatement(permission, arn)]);
  }
  return policies;
}

function arnOf(resources: readonly Resource[], name: string): string {
  const arn = findResource(resources, name)?.attributes["Arn"];
  if (!arn) throw new Error(`A policy is put on ${name}, which the template does not hold.`);
  return arn;
}

/** Lambda writes a permission as a statement of the function's policy. */
function permissionStatement(permission: z.infer<typeof PERMISSION>, arn: string): Statement {
  const { Action, Principal, SourceAccount, SourceArn } = permission;
  const isService = Principal.endsWith(".amazonaws.com");
  return {
    effect: "Allow",
    principal: {
      anyone: Principal === "*",
      services: isService ? [Principal] : [],
      accounts: isService ? [] : [Principal],
    },
    actions: { not: false, of: [Action] },
    resources: { not: false, of: [arn] },
    conditions: {
      ...(SourceArn !== undefined && { ArnLike: { "aws:SourceArn": [SourceArn] } }),
      ...(SourceAccount !== undefined && { StringEquals: { "aws:SourceAccount": [SourceAccount] } }),
    },
  };
}
