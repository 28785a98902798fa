import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { z } from "zod";
import type { Answer, Operation } from "#core/operation.ts";
import { awsTrouble } from "./aws-trouble.ts";
import { localRun } from "./local-run.ts";
import type { Stack } from "./operate.ts";
import { dataFolder } from "./settings.ts";

/** The stack whose output names the function, and that output. */
const stackName = "BulletinPipeline";
const outputKey = "OperateFunction";

const answerShape = z.union([z.object({ done: z.record(z.string(), z.unknown()) }), z.object({ refused: z.string() })]);

/**
 * Finds the stack's `operate` function: the deployed stack's by its output, with the caller's AWS credentials; the
 * local stack's by its `operator.json`, which changes endpoint and credentials and nothing else.
 *
 * A stack that cannot be reached is refused in one sentence.
 */
export async function connect(where: { readonly local: boolean }): Promise<Stack | { readonly refused: string }> {
  return where.local ? connectLocal() : connectDeployed();
}

async function connectLocal(): Promise<Stack | { readonly refused: string }> {
  const run = localRun(dataFolder());
  if (run === undefined) {
    return { refused: `No local stack is running on the data in ${dataFolder()}: start it with npm start.` };
  }
  const { endpoint, region, credentials } = run;
  return stackOf(new LambdaClient({ endpoint, region, credentials }), run.operateFunction);
}

async function connectDeployed(): Promise<Stack | { readonly refused: string }> {
  const { CloudFormationClient, DescribeStacksCommand } = await import("@aws-sdk/client-cloudformation");
  const formation = new CloudFormationClient({});
  try {
    const { Stacks } = await formation.send(new DescribeStacksCommand({ StackName: stackName }));
    const name = Stacks?.[0]?.Outputs?.find((output) => output.OutputKey === outputKey)?.OutputValue;
    if (name === undefined) return { refused: `The stack ${stackName} has no output ${outputKey}: deploy it again.` };
    return stackOf(new LambdaClient({}), name);
  } catch (error) {
    return { refused: awsTrouble(error, stackName) };
  } finally {
    formation.destroy();
  }
}

function stackOf(client: LambdaClient, functionName: string): Stack {
  return {
    async operate(operation: Operation): Promise<Answer> {
      try {
        const { FunctionError, Payload } = await client.send(
          new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(operation)) }),
        );
        return answerOf(FunctionError, Payload);
      } catch (error) {
        return { refused: awsTrouble(error, stackName) };
      }
    },
  };
}

function answerOf(functionError: string | undefined, payload: Uint8Array | undefined): Answer {
  const text = Buffer.from(payload ?? []).toString("utf8");
  if (functionError !== undefined) return { refused: `The stack failed: ${errorMessageIn(text)}` };
  const answer = answerShape.safeParse(parsed(text));
  return answer.success
    ? answer.data
    : { refused: "The stack answered something that this command line does not know." };
}

/** A function that fails answers `{"errorMessage": …}`. */
function errorMessageIn(text: string): string {
  const failure = z.object({ errorMessage: z.string() }).safeParse(parsed(text));
  return failure.success ? failure.data.errorMessage : "it gave no reason; its log says more.";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
