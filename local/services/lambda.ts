/** Lambda as the command line calls it: Invoke, and the answer is waited for. */

import type { LocalFunction } from "../functions/local-function.ts";
import { type AwsCall, type AwsRefusal, jsonAnswer, type Service } from "../gateway/call.ts";

/** What an invocation takes and gives at most (docs.aws.amazon.com/lambda, quotas). */
const LARGEST_PAYLOAD_BYTES = 6 * 1024 * 1024;

export function createLambda(functions: readonly LocalFunction[]): Service {
  const functionOf = (call: AwsCall): LocalFunction | undefined => {
    const name = decodeURIComponent(call.path.split("/")[3] ?? "");
    return functions.find((each) => each.name === name || each.arn === name);
  };
  return {
    name: "lambda",
    protocol: "rest",
    operations: {
      Invoke: {
        demands(call) {
          const found = functionOf(call);
          return found ? [{ action: "lambda:InvokeFunction", anyOf: [found.arn] }] : noFunction;
        },
        async serve(call) {
          const found = functionOf(call);
          if (!found) return noFunction;
          const type = call.headers["x-amz-invocation-type"] ?? "RequestResponse";
          if (type !== "RequestResponse") return unknownType(String(type));
          if (call.body.length > LARGEST_PAYLOAD_BYTES) return tooLarge;
          const payload = call.body.length === 0 ? "null" : call.body.toString("utf8");
          JSON.parse(payload);
          const outcome = await found.invoke(payload);
          if ("answer" in outcome) {
            return { status: 200, headers: { "content-type": "application/json" }, body: outcome.answer };
          }
          const { status, headers, body } = jsonAnswer(outcome.failure, "application/json");
          return { status, headers: { ...headers, "x-amz-function-error": "Unhandled" }, body };
        },
      },
    },
  };
}

const noFunction: AwsRefusal = { status: 404, code: "ResourceNotFoundException", message: "Function not found" };
const tooLarge: AwsRefusal = {
  status: 413,
  code: "RequestTooLargeException",
  message: `Request must be smaller than ${LARGEST_PAYLOAD_BYTES} bytes for the InvokeFunction operation`,
};

function unknownType(type: string): AwsRefusal {
  const message = `The local run knows invocations that are waited for alone, but one of type ${type} was asked for.`;
  return { status: 400, code: "InvalidParameterValueException", message };
}
