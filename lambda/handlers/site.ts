import type { LambdaContext, LambdaEvent } from "hono/aws-lambda";
import { siteHandler } from "./site/handler.ts";
import { siteWorld } from "./world.ts";

const answer = siteWorld().then(siteHandler);

/** Answers one request of the HTTP API. */
export async function handler(event: LambdaEvent, context: LambdaContext) {
  return (await answer)(event, context);
}
