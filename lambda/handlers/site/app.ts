// The readers' site: one Request → Response, whether a Lambda, a local server or a test holds the other end.

import { Hono } from "hono";
import { jsonLog } from "#adapters/node/json-log.ts";
import { Fault } from "#core/fault.ts";
import { bugCode } from "#core/fault-code.ts";
import type { Newsroom } from "#core/newsroom.ts";
import { newSite } from "#pages/site.ts";
import type { Log } from "#pipeline/ports/log.ts";
import { respond } from "./answer.ts";
import { layAssetRoutes } from "./asset-routes.ts";
import { layConfirmRoutes } from "./confirm-routes.ts";
import { type HubSteps, layHubRoutes } from "./hub-routes.ts";
import { layLeaveRoutes } from "./leave-routes.ts";
import { layPreferencesRoutes } from "./preferences-routes.ts";
import { protection } from "./protection.ts";
import { failure, type RouteParts } from "./route.ts";
import type { SiteSteps } from "./steps.ts";
import { layTopicRoutes } from "./topic-routes.ts";

export interface SiteParts {
  readonly steps: SiteSteps;
  /** What hubs of watched sources can do; without it they find nothing here. */
  readonly hub?: HubSteps;
  readonly newsroom: Newsroom;
  /** Scheme and host of the site, without a slash at the end. Absolute links are made from it and never from a header. */
  readonly origin: string;
  /** Standard output where absent. */
  readonly log?: Log;
}

/** When to come back after a 503, in seconds: throttled tables and functions recover within moments. */
const retryAfterSeconds = 10;

/** The site as a Hono app: `app.fetch(request)` answers every request and never throws. */
export function siteApp({ steps, hub, newsroom, origin, log = jsonLog("site") }: SiteParts): Hono {
  const app = new Hono();
  const site = newSite(newsroom, origin);
  const parts: RouteParts = { app, site, steps };
  app.use(protection(origin));
  layAssetRoutes(parts);
  layTopicRoutes(parts);
  layConfirmRoutes(parts);
  layPreferencesRoutes(parts);
  layLeaveRoutes(parts);
  if (hub !== undefined) layHubRoutes(parts, hub);
  app.notFound((context) => respond(context, failure(site, "not-found")));
  app.onError((error, context) => {
    const route = routeOf(context.req.path);
    if (error instanceof Fault) {
      log.warn("site.unavailable", { route, code: error.code, message: error.message });
      return respond(context, failure(site, "unavailable", { "Retry-After": String(retryAfterSeconds) }));
    }
    log.warn("site.failed", { route, code: bugCode, name: error.name, message: error.message, stack: error.stack });
    return respond(context, failure(site, "failed"));
  });
  return app;
}

/** The address without what is secret or long in it: tokens do not belong into a log. */
function routeOf(path: string): string {
  return path.replace(/^\/(confirm|preferences|unsubscribe|websub\/[^/]*)\/[^/]*/, "/$1/{token}");
}
