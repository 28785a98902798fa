/**
 * The HTTP API in front of the site. Its throttle bounds the bill: there is no reserved concurrency, and HTTP APIs have no WAF.
 */
import { RemovalPolicy } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  ApiMapping,
  type CfnStage,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { FunctionName } from "#handlers/settings.ts";
import { acknowledge } from "./acknowledge.ts";
import { ALARM_PERIOD, type Alarms } from "./alarms.ts";
import type { SiteHost } from "./config.ts";
import type { StageFunction } from "./stage-function.ts";

/** Requests a second that the site takes from everyone together. */
const RATE_PER_SECOND = 50;

/** Requests that it takes at once. */
const BURST = 100;

const UNSUBSCRIBE_PATH = "/unsubscribe/{token}";

const API_PATH = "/api/{proxy+}";

/** Requests a second that programs may make, all together, and at once: a newsroom publishes some a minute. */
const API_RATE_PER_SECOND = 20;
const API_BURST = 40;

/** No path and no query: a token stands in them. */
const ACCESS_LOG = {
  at: "$context.requestTime",
  requestId: "$context.requestId",
  route: "$context.routeKey",
  status: "$context.status",
  latencyMs: "$context.responseLatency",
  error: "$context.integrationErrorMessage",
} as const;

export class WebDoor extends Construct {
  /** Where readers find the site, without a slash at the end. */
  readonly origin: string;
  /** The DNS record that leads the site's own host here. */
  readonly dnsRecord: string | undefined;
  readonly #api: HttpApi;
  readonly #stage: HttpStage;

  constructor(scope: Construct, id: string, site: SiteHost | undefined) {
    super(scope, id);
    this.#api = new HttpApi(this, "Api", {
      description: "Bulletin: the site",
      createDefaultStage: false,
      disableExecuteApiEndpoint: site !== undefined,
    });
    this.#stage = this.#addStage();
    this.origin = site === undefined ? this.#api.apiEndpoint : `https://${site.host}`;
    this.dnsRecord = site === undefined ? undefined : this.#addHost(site);
  }

  /** Leads every request that has no other way to a function. */
  leadTo(site: StageFunction<FunctionName>): void {
    const integration = new HttpLambdaIntegration("Site", site.lambda);
    const reason = "Readers have no accounts: the site is public, and what a link may change is signed into it.";
    // Each route gets a permission of its own: CDK's one for the whole API (`/*/*/*`) does not match `$default`'s calls.
    this.#addRoute("Everything", integration, HttpRouteKey.DEFAULT, reason);
    this.#addRoute("Unsubscribe", integration, HttpRouteKey.with(UNSUBSCRIBE_PATH, HttpMethod.ANY), reason);
  }

  /** Leads programs to a function of their own. */
  leadProgramsTo(api: StageFunction<FunctionName>): void {
    const integration = new HttpLambdaIntegration("Programs", api.lambda);
    const reason =
      "The function itself asks for a key or a signature: an authorizer would be a second function a request.";
    this.#addRoute("Programs", integration, HttpRouteKey.with(API_PATH, HttpMethod.ANY), reason);
  }

  #addRoute(id: string, integration: HttpLambdaIntegration, routeKey: HttpRouteKey, whyOpen: string): void {
    const route = new HttpRoute(this, id, { httpApi: this.#api, integration, routeKey });
    acknowledge(route, { "AwsSolutions-APIG4": whyOpen });
    // API Gateway refuses a stage with settings for a route that does not exist yet.
    this.#stage.node.addDependency(route);
  }

  /** Tells when readers meet errors: the site catches its own, so that its function counts none. */
  watchedBy(alarms: Alarms): void {
    alarms.watchAnswers(this, "AnswersAlarm", this.#api.metricServerError({ period: ALARM_PERIOD, statistic: "Sum" }));
  }

  #addStage(): HttpStage {
    const log = new LogGroup(this, "AccessLog", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, "Stage", {
      httpApi: this.#api,
      autoDeploy: true,
      throttle: { rateLimit: RATE_PER_SECOND, burstLimit: BURST },
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    // Leaving has an allowance of its own, so that a flood of sign-ups cannot refuse it; and programs have theirs.
    (stage.node.defaultChild as CfnStage).routeSettings = {
      [`ANY ${UNSUBSCRIBE_PATH}`]: { ThrottlingRateLimit: RATE_PER_SECOND, ThrottlingBurstLimit: BURST },
      [`ANY ${API_PATH}`]: { ThrottlingRateLimit: API_RATE_PER_SECOND, ThrottlingBurstLimit: API_BURST },
    };
    return stage;
  }

  #addHost({ host, certificateArn }: SiteHost): string {
    const certificate = Certificate.fromCertificateArn(this, "Certificate", certificateArn);
    const domainName = new DomainName(this, "Host", { domainName: host, certificate });
    new ApiMapping(this, "HostMapping", { api: this.#api, domainName, stage: this.#stage });
    return `${host} CNAME ${domainName.regionalDomainName}`;
  }
}
