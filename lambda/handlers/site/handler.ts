// The site as API Gateway's HTTP API calls it (payload format 2.0).

import { handle } from "hono/aws-lambda";
import { type SiteParts, siteApp } from "./app.ts";

/** The Lambda handler of a site. */
export function siteHandler(parts: SiteParts): ReturnType<typeof handle> {
  return handle(siteApp(parts));
}
