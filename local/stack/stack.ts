/** Builds the stack of an assembly here: every resource of the template, wired as the template wires them. */
import { randomBytes, randomUUID } from "node:crypto";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import type { Calls } from "../access/calls.ts";
import type { Caller } from "../access/gate.ts";
import type { Clock } from "../clock/clock.ts";
import type { Turner } from "../clock/turn.ts";
import type { Faults } from "../faults/faults.ts";
import type { Processes } from "../functions/processes.ts";
import { readApi } from "../http/routes.ts";
import type { Journal } from "../journal.ts";
import type { Notebook } from "../notebook.ts";
import { createCloudFormation } from "../services/cloudformation.ts";
import { createDynamoDb, type DynamoDbEngine, embeddedDynamoDb, remoteDynamoDb } from "../services/dynamodb.ts";
import { createHttpApi } from "../services/http-api.ts";
import { createLambda } from "../services/lambda.ts";
import { createQueues } from "../services/queues.ts";
import { readQueues } from "../services/read-queues.ts";
import { createSecretsManager } from "../services/secrets-manager.ts";
import { createSqs } from "../services/sqs.ts";
import { createTables } from "../services/tables.ts";
import type { Assembly } from "../template/assembly.ts";
import type { Deployment } from "../template/deployment.ts";
import { type Ground, layGround } from "./ground.ts";
import { openPost, type Post } from "./post.ts";
import { setUpWork, type Work } from "./work.ts";

export interface StackOptions {
  readonly assembly: Assembly;
  readonly notebook: Notebook;
  readonly journal: Journal;
  readonly dataFolder: string;
  /** Where the site is reached here. */
  readonly siteOrigin: string;
  readonly dynamodbEndpoint: string | undefined;
}

/** What the command line needs to call the stack. */
export interface OperatorDoor {
  readonly endpoint: string;
  readonly region: string;
  readonly operateFunction: string | undefined;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface LocalStack extends Post {
  readonly site: RequestListener;
  readonly clock: Clock;
  readonly turn: Turner;
  readonly calls: Calls;
  readonly faults: Faults;
  readonly processes: Processes;
  /** What functions may ask of which service here. */
  operations(): ReadonlyMap<string, readonly string[]>;
  readonly operator: OperatorDoor;
  stop(): Promise<void>;
}

/** The output that holds the site's origin when deployed, and the one that names the function of the command line. */
const SITE_ORIGIN = "SiteOrigin";
const OPERATE_FUNCTION = "OperateFunction";

export async function buildStack(options: StackOptions): Promise<LocalStack> {
  const ground = await layGround(options);
  const { deployment, clock, gate, gateway, calls, journal, place } = ground;
  const definitions = readQueues(deployment);
  const queues = createQueues(definitions, clock, options.notebook);
  const post = openPost(ground, queues);
  const work = setUpWork(ground, { definitions, queues }, localOrigins(deployment, options.siteOrigin));
  const engine = await openTables(ground, options);
  gateway.addService(createSqs(definitions, queues));
  gateway.addService(createSecretsManager(deployment.ofType("AWS::SecretsManager::Secret"), options.notebook, clock));
  const operator = openOperatorDoor(ground, work);
  const api = readApi(deployment);
  work.start();
  return {
    ...post,
    site: createHttpApi({
      api,
      functions: work.functions,
      clock,
      gate,
      account: place.account,
      onFailure: journal.warn,
    }),
    clock,
    turn: work.turn,
    calls,
    faults: ground.faults,
    processes: ground.processes,
    operations: gateway.operations,
    operator,
    async stop() {
      await work.stop();
      gateway.server.close();
      gateway.server.closeAllConnections();
      await engine.close();
    },
  };
}

async function openTables({ deployment, gateway, journal }: Ground, options: StackOptions): Promise<DynamoDbEngine> {
  const tables = deployment.ofType("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable");
  const engine = options.dynamodbEndpoint
    ? remoteDynamoDb(options.dynamodbEndpoint)
    : await embeddedDynamoDb(join(options.dataFolder, "table"));
  await createTables(tables, engine, journal.warn);
  gateway.addService(createDynamoDb(tables, engine));
  return engine;
}

/** The command line may do what an operator's own credentials are for, and no more. */
function openOperatorDoor({ gateway, deployment, place }: Ground, work: Work): OperatorDoor {
  const caller: Caller = {
    name: "operator",
    accessKeyId: `AKIALOCAL${randomUUID().replaceAll("-", "").slice(0, 11).toUpperCase()}`,
    roleArn: `arn:aws:iam::${place.account}:user/operator`,
    statements: [
      {
        effect: "Allow",
        actions: { not: false, of: ["lambda:InvokeFunction", "cloudformation:DescribeStacks"] },
        resources: { not: false, of: ["*"] },
        conditions: {},
      },
    ],
  };
  gateway.addCaller(caller);
  gateway.addService(createLambda(work.functions));
  gateway.addService(createCloudFormation(deployment.outputs, place));
  return {
    endpoint: place.gateway,
    region: place.region,
    operateFunction: outputOf(deployment, OPERATE_FUNCTION),
    credentials: { accessKeyId: caller.accessKeyId, secretAccessKey: randomBytes(20).toString("hex") },
  };
}

/** A function that is told the deployed site's origin is told the local one here. */
function localOrigins(deployment: Deployment, siteOrigin: string): ReadonlyMap<string, string> {
  const deployed = outputOf(deployment, SITE_ORIGIN);
  return new Map(deployed === undefined ? [] : [[deployed, siteOrigin]]);
}

function outputOf(deployment: Deployment, key: string): string | undefined {
  return deployment.outputs.find((output) => output.key === key)?.value;
}
