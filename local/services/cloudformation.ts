/** CloudFormation as the command line asks it: the outputs of a stack. */
import { escapeXml, queryAnswer } from "../gateway/answers.ts";
import { type AwsCall, type AwsRefusal, readQueryBody, type Service } from "../gateway/call.ts";
import type { Output } from "../template/deployment.ts";
import type { Place } from "../template/resource-types.ts";

const NAMESPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

export function createCloudFormation(outputs: readonly Output[], place: Place): Service {
  const arnOf = (stack: string) => `arn:aws:cloudformation:${place.region}:${place.account}:stack/${stack}/local`;
  const stackOf = (call: AwsCall) => readQueryBody(call).get("StackName") ?? "";
  return {
    name: "cloudformation",
    protocol: "query",
    operations: {
      DescribeStacks: {
        demands: (call) => [{ action: "cloudformation:DescribeStacks", anyOf: [arnOf(stackOf(call))] }],
        serve(call) {
          const stack = stackOf(call);
          const own = outputs.filter((output) => output.stack === stack);
          if (own.length === 0) return noStack(stack);
          const members = own.map(
            ({ key, value }) =>
              `<member><OutputKey>${escapeXml(key)}</OutputKey><OutputValue>${escapeXml(value)}</OutputValue></member>`,
          );
          const inner =
            `<Stacks><member><StackName>${escapeXml(stack)}</StackName><StackId>${escapeXml(arnOf(stack))}</StackId>` +
            "<CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus>" +
            `<Outputs>${members.join("")}</Outputs></member></Stacks>`;
          return queryAnswer("DescribeStacks", NAMESPACE, inner);
        },
      },
    },
  };
}

function noStack(stack: string): AwsRefusal {
  return { status: 400, code: "ValidationError", message: `Stack with id ${stack} does not exist` };
}
