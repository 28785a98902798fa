// The site as API Gateway's HTTP API calls it.

import { lambdaHandler } from "../lambda-handler.ts";
import { type SiteParts, siteApp } from "./app.ts";

/** The Lambda handler of a site. */
export function siteHandler(parts: SiteParts) {
  return lambdaHandler(siteApp(parts));
}
