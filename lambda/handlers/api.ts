import type { LambdaContext, LambdaEvent } from "hono/aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import { apiApp } from "./api/app.ts";
import { lambdaHandler } from "./lambda-handler.ts";
import { started } from "./started.ts";
import { apiWorld } from "./world/programs.ts";

const answer = lambdaHandler(apiApp(await started(jsonLog("api"), apiWorld())));

/** Answers one request of the HTTP API under `/api/`. */
export async function handler(event: LambdaEvent, context: LambdaContext) {
  return answer(event, context);
}
