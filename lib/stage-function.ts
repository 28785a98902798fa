/**
 * A function of a stage: its code, its role and its log group, and an environment that is exactly what it asks for.
 */
import { type Duration, RemovalPolicy } from "aws-cdk-lib";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Environment, FunctionName } from "#handlers/settings.ts";
import type { Alarms } from "./alarms.ts";
import type { FunctionCode } from "./bundle-functions.ts";
import type { CheckedConfig } from "./config.ts";
import type { StorageStack } from "./storage-stack.ts";

/** What every stage is built with. */
export interface Surroundings {
  readonly code: FunctionCode;
  readonly config: CheckedConfig;
  readonly storage: StorageStack;
  readonly alarms: Alarms;
}

export interface StageFunctionProps<Name extends FunctionName> {
  readonly name: Name;
  readonly code: FunctionCode;
  readonly environment: Environment<Name>;
  readonly timeout: Duration;
  /** A function's share of a processor grows with it: 1,769 MB are one. */
  readonly memoryMegabytes: number;
}

/** One Lambda function, with no permission but to write its own log until a stage allows more. */
export class StageFunction<Name extends FunctionName> extends Construct {
  readonly lambda: LambdaFunction;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: StageFunctionProps<Name>) {
    super(scope, id);
    this.timeout = props.timeout;
    const log = new LogGroup(this, "Log", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    log.grantWrite(role);
    // No reserved concurrency: an account that may run 10 functions at once cannot spare any. Queues bound theirs.
    this.lambda = new LambdaFunction(this, "Function", {
      description: `Bulletin: ${props.name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: props.code(props.name),
      handler: "index.handler",
      role,
      logGroup: log,
      environment: props.environment,
      timeout: props.timeout,
      memorySize: props.memoryMegabytes,
    });
  }

  /** Allows actions on resources, both by their full names. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    const statement = new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources] });
    this.lambda.addToRolePolicy(statement);
  }
}
