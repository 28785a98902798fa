import type { LambdaContext, LambdaEvent } from "hono/aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import { siteHandler } from "./site/handler.ts";
import { started } from "./started.ts";
import { siteWorld } from "./world/readers.ts";

const answer = siteHandler(await started(jsonLog("site"), siteWorld()));

/** Answers one request of the HTTP API. */
export async function handler(event: LambdaEvent, context: LambdaContext) {
  return answer(event, context);
}
