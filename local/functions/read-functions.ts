/** The functions of the template: what each runs, with which environment, as whom. */
import { randomBytes, randomUUID } from "node:crypto";
import * as z from "zod";
import type { Caller } from "../access/gate.ts";
import { roleStatements } from "../access/policies.ts";
import type { Assembly } from "../template/assembly.ts";
import type { Deployment, Resource } from "../template/deployment.ts";
import type { FunctionDefinition } from "./local-function.ts";

const FUNCTION = z.object({
  Code: z.object({ S3Key: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.string()).default({}) }).optional(),
  Handler: z.string(),
  Layers: z.tuple([]).optional(),
  LoggingConfig: z.object({ LogGroup: z.string().optional() }).optional(),
  MemorySize: z.number().default(128),
  Role: z.string(),
  Runtime: z.string().startsWith("nodejs"),
  Timeout: z.number().default(3),
});

export interface FunctionPlan {
  readonly caller: Caller;
  readonly definition: Omit<FunctionDefinition, "concurrency" | "onLine" | "shortName">;
}

/** @param localOrigins origins of the deployed stack and what stands for them here */
export function readFunctions(
  deployment: Deployment,
  assembly: Assembly,
  localOrigins: ReadonlyMap<string, string>,
): readonly FunctionPlan[] {
  return deployment.ofType("AWS::Lambda::Function").map((resource) => {
    const properties = FUNCTION.parse(resource.properties);
    const taskRoot = assembly.assetFolder(properties.Code.S3Key);
    if (!taskRoot) throw new Error(`The assembly does not hold the code of ${resource.logicalId}.`);
    const caller: Caller = {
      name: shortName(resource),
      accessKeyId: `AKIALOCAL${randomUUID().replaceAll("-", "").slice(0, 11).toUpperCase()}`,
      roleArn: properties.Role,
      statements: roleStatements(deployment, properties.Role),
    };
    const given = Object.entries(properties.Environment?.Variables ?? {}).map(([key, value]) => [
      key,
      localOrigins.get(value) ?? value,
    ]);
    const logGroup = properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${resource.ref}`;
    return {
      caller,
      definition: {
        facts: {
          name: resource.ref,
          arn: resource.attributes["Arn"] ?? "",
          memorySizeMb: properties.MemorySize,
          logGroup,
        },
        taskRoot,
        handler: properties.Handler,
        timeoutMs: properties.Timeout * 1000,
        environment: {
          ...runtimeEnvironment(resource, properties, taskRoot, deployment, caller.accessKeyId),
          ...Object.fromEntries(given),
        },
      },
    };
  });
}

/** `SiteFunctionE0F8E3F3` is the function of the construct `Site`. */
function shortName({ logicalId }: Resource): string {
  const name = logicalId.replace(/[0-9A-F]{8}$/, "").replace(/Function$/, "");
  return (name || logicalId).replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}

/**
 * What Lambda's runtime sets by itself.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
function runtimeEnvironment(
  resource: Resource,
  properties: z.infer<typeof FUNCTION>,
  taskRoot: string,
  { place }: Deployment,
  accessKeyId: string,
): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: randomBytes(20).toString("hex"),
    AWS_DEFAULT_REGION: place.region,
    AWS_REGION: place.region,
    AWS_ENDPOINT_URL: place.gateway,
    AWS_EXECUTION_ENV: `AWS_Lambda_${properties.Runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize),
    AWS_LAMBDA_FUNCTION_NAME: resource.ref,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${resource.ref}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: "en_US.UTF-8",
    NODE_PATH: taskRoot,
    PATH: "/usr/local/bin:/usr/bin:/bin",
    TZ: "UTC",
    _HANDLER: properties.Handler,
  };
}
