/** Lets a call go wrong in the way that was ordered. */
import { refusalAnswer } from "../gateway/answers.ts";
import type { Answer, AwsRefusal, Protocol, Service } from "../gateway/call.ts";
import type { FaultKind } from "./faults.ts";

/** The connection is cut, and no answer comes. */
export const cut = "cut";

export interface Befallen {
  readonly service: Service;
  /** Has the service do its work. */
  readonly work: () => Promise<Answer>;
  /** Ends the calling process, and waits until it is gone. */
  readonly kill: () => Promise<void>;
}

export async function suffer(kind: FaultKind, { service, work, kill }: Befallen): Promise<Answer | typeof cut> {
  switch (kind) {
    case "crash-before":
      await kill();
      return cut;
    case "crash-after":
      await work();
      await kill();
      return cut;
    case "drop-answer":
      await work();
      return cut;
    case "throttle":
      return refusalAnswer(service.protocol, throttled(service));
    case "error":
      return refusalAnswer(service.protocol, failed(service));
  }
}

/** In each service's own words, as its SDK knows them. */
const THROTTLED: Readonly<Record<string, AwsRefusal>> = {
  ses: { status: 400, code: "Throttling", message: "Maximum sending rate exceeded." },
  dynamodb: {
    status: 400,
    code: "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
    message: "The level of configured provisioned throughput for the table was exceeded.",
  },
  sqs: { status: 403, code: "com.amazonaws.sqs#RequestThrottled", message: "Request is throttled." },
};

function throttled({ name }: Service): AwsRefusal {
  return THROTTLED[name] ?? { status: 400, code: "ThrottlingException", message: "Rate exceeded" };
}

const FAILED: Readonly<Record<Protocol, string>> = {
  query: "InternalFailure",
  json: "InternalServerError",
  rest: "ServiceException",
};

function failed({ protocol }: Service): AwsRefusal {
  return { status: 500, code: FAILED[protocol], message: "An internal error occurred." };
}
