import type { LambdaContext, LambdaEvent } from "hono/aws-lambda";
import { handle } from "hono/aws-lambda";
import { siteApp } from "./site/app.ts";
import { siteWorld } from "./world.ts";

const world = siteWorld();

/** Answers one request of the HTTP API. */
export async function handler(event: LambdaEvent, context: LambdaContext) {
  return handle(siteApp(await world))(event, context);
}
