import type { LambdaContext, LambdaEvent } from "hono/aws-lambda";
import { siteHandler } from "./site/handler.ts";
import { siteWorld } from "./world/readers.ts";

// Awaited here: where it fails, the function fails to start and is started anew, instead of failing ever after.
const answer = siteHandler(await siteWorld());

/** Answers one request of the HTTP API. */
export async function handler(event: LambdaEvent, context: LambdaContext) {
  return answer(event, context);
}
