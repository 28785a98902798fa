/** The routes of the template's HTTP API, and which of them a request takes. */
import * as z from "zod";
import type { Deployment, Resource } from "../template/deployment.ts";
import { createThrottle, type Throttle } from "./throttle.ts";

export interface Route {
  readonly key: string;
  /** Undefined for `$default`. */
  readonly method: string | undefined;
  readonly path: string;
  readonly functionArn: string;
  readonly throttle: Throttle;
}

export interface ApiDefinition {
  readonly id: string;
  readonly stage: string;
  readonly region: string;
  readonly routes: readonly Route[];
}

const LIMITS = z.strictObject({ ThrottlingBurstLimit: z.number(), ThrottlingRateLimit: z.number() });
const STAGE = z.object({
  ApiId: z.string(),
  StageName: z.string(),
  DefaultRouteSettings: LIMITS.optional(),
  RouteSettings: z.record(z.string(), LIMITS).default({}),
});
const ROUTE = z.object({
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.literal("NONE").default("NONE"),
});
const INTEGRATION = z.object({
  IntegrationType: z.literal("AWS_PROXY"),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal("2.0"),
});

/** An account's own limit, where the stage sets none (docs.aws.amazon.com/apigateway, quotas). */
const ACCOUNT_LIMIT = { ThrottlingBurstLimit: 5000, ThrottlingRateLimit: 10_000 };

export function readApi(deployment: Deployment): ApiDefinition {
  const [api, ...others] = deployment.ofType("AWS::ApiGatewayV2::Api");
  const [stage] = deployment.ofType("AWS::ApiGatewayV2::Stage").map((each) => STAGE.parse(each.properties));
  if (!api || !stage || others.length > 0) throw new Error("The local run expects one HTTP API with a stage.");
  const integrations = deployment.ofType("AWS::ApiGatewayV2::Integration");
  // Routes without settings of their own share the stage's bucket.
  const shared = throttleOf(stage.DefaultRouteSettings ?? ACCOUNT_LIMIT);
  const routes = deployment.ofType("AWS::ApiGatewayV2::Route").map((resource): Route => {
    const { RouteKey, Target } = ROUTE.parse(resource.properties);
    const settings = stage.RouteSettings[RouteKey];
    const [method, path = ""] = RouteKey === "$default" ? [undefined, ""] : RouteKey.split(" ");
    const throttle = settings ? throttleOf(settings) : shared;
    return { key: RouteKey, method, path, functionArn: functionArn(Target, integrations), throttle };
  });
  return { id: api.ref, stage: stage.StageName, region: deployment.place.region, routes };
}

function throttleOf(limits: z.infer<typeof LIMITS>): Throttle {
  return createThrottle({ rate: limits.ThrottlingRateLimit, burst: limits.ThrottlingBurstLimit });
}

function functionArn(target: string, integrations: readonly Resource[]): string {
  const integration = integrations.find((each) => target === `integrations/${each.ref}`);
  if (!integration) throw new Error(`A route has the target ${target}, which the template does not hold.`);
  return INTEGRATION.parse(integration.properties).IntegrationUri;
}

export interface MatchedRoute {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>> | undefined;
}

/** A route of its own wins over `$default`; the more of its path is fixed, the sooner. */
export function matchRoute(routes: readonly Route[], method: string, path: string): MatchedRoute | undefined {
  const matched = routes.flatMap((route) => {
    if (route.method !== undefined && route.method !== "ANY" && route.method !== method) return [];
    const parameters = route.method === undefined ? {} : parametersIn(route.path, path);
    return parameters ? [{ route, parameters: route.method === undefined ? undefined : parameters }] : [];
  });
  const fixed = ({ route }: MatchedRoute) => route.path.replace(/\{[^}]*\}/g, "").length + (route.method ? 1 : 0);
  return matched.sort((one, other) => fixed(other) - fixed(one))[0];
}

function parametersIn(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split("/");
  const given = path.split("/");
  const parameters: Record<string, string> = {};
  for (const [place, part] of wanted.entries()) {
    const name = /^\{([^}+]+)(\+?)\}$/.exec(part);
    if (!name) {
      if (given[place] !== part) return undefined;
      continue;
    }
    const value = name[2] ? given.slice(place).join("/") : given[place];
    if (!value) return undefined;
    parameters[name[1] ?? ""] = decodePath(value);
    if (name[2]) return parameters;
  }
  return wanted.length === given.length ? parameters : undefined;
}

/** The path and the query of a request's target as they stand: parsed as a URL, `//place.example/x` would be a host. */
export function targetOf(url = "/"): { readonly path: string; readonly query: string } {
  // A proxy's client names scheme and host as well (RFC 9112, 3.2.2).
  const target = url.replace(/^https?:\/\/[^/?]*/i, "");
  const [path = "", ...query] = target.split("?");
  return { path: path || "/", query: query.join("?") };
}

/** HTTP APIs decode paths before they hand them on. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
