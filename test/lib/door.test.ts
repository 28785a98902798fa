import { describe, expect, test } from "vitest";
import { flat, ofType, synthesize, target } from "./synthesize.ts";

const { pipeline } = synthesize();
const hosted = synthesize({
  site: {
    host: "updates.your-paper.com",
    certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1a2b3c4d",
  },
}).pipeline;

const [api] = ofType(pipeline, "AWS::ApiGatewayV2::Api");
const [stage] = ofType(pipeline, "AWS::ApiGatewayV2::Stage");
const routes = ofType(pipeline, "AWS::ApiGatewayV2::Route");
const functionOf = (name: string) =>
  ofType(pipeline, "AWS::Lambda::Function").find(({ properties }) => properties["Description"] === `Bulletin: ${name}`);

/** Whether an ARN pattern takes a text, as IAM's `ArnLike` does in its last part. */
function takes(pattern: string, text: string): boolean {
  const literals = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`).test(text);
}

describe("the door", () => {
  test("takes 50 requests a second, and 100 at once", () => {
    expect(stage?.properties["DefaultRouteSettings"]).toEqual({
      ThrottlingRateLimit: 50,
      ThrottlingBurstLimit: 100,
    });
  });

  test("keeps as many for leaving alone, so that a flood of sign-ups cannot refuse a leave, and others for programs", () => {
    expect(stage?.properties["RouteSettings"]).toEqual({
      "ANY /unsubscribe/{token}": { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      "ANY /api/{proxy+}": { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    });
  });

  test("has its routes before the settings for them", () => {
    expect(stage?.dependsOn).toEqual(expect.arrayContaining(routes.map(({ id }) => id)));
  });

  test("leads programs to the API and all else to the site, in payload format 2.0", () => {
    const leads: Readonly<Record<string, string>> = {
      $default: "site",
      "ANY /api/{proxy+}": "api",
      "ANY /unsubscribe/{token}": "site",
    };
    expect(routes.map(({ properties }) => properties["RouteKey"]).sort()).toEqual(Object.keys(leads).sort());
    for (const { properties } of routes) {
      const integration = pipeline.resources.find(({ id }) => flat(properties["Target"]) === `integrations/\${${id}}`);
      expect(integration?.properties["PayloadFormatVersion"]).toBe("2.0");
      expect(target(integration?.properties["IntegrationUri"])).toBe(
        functionOf(leads[properties["RouteKey"]] ?? "")?.id,
      );
    }
  });

  test.each([
    ["site", "$default/$default"],
    ["site", "$default/ANY/unsubscribe/{token}"],
    ["api", "$default/ANY/api/{proxy+}"],
  ])("may call the %s for %s", (name, call) => {
    const patterns = ofType(pipeline, "AWS::Lambda::Permission")
      .filter(({ properties }) => properties["Principal"] === "apigateway.amazonaws.com")
      .filter(({ properties }) => target(properties["FunctionName"]) === functionOf(name)?.id)
      .map(({ properties }) => flat(properties["SourceArn"]).split(":").at(-1)!);
    expect(patterns.some((pattern) => takes(pattern, `\${${api?.id}}/${call}`))).toBe(true);
  });

  test("logs each request without its path, its query or its address", () => {
    const logged: string[] = Object.values(JSON.parse(stage?.properties["AccessLogSettings"].Format));
    expect(logged).toContain("$context.routeKey");
    expect(logged.filter((part) => /path|query|sourceIp|userAgent|header|identity/i.test(part))).toEqual([]);
  });
});

describe("the site's origin", () => {
  test("is API Gateway's own unless the config names a host", () => {
    expect(pipeline.outputs["SiteOrigin"].Value).toEqual({ "Fn::GetAtt": [api?.id, "ApiEndpoint"] });
  });

  test("is the config's host, with the record that leads it here", () => {
    expect(hosted.outputs["SiteOrigin"].Value).toBe("https://updates.your-paper.com");
    expect(flat(hosted.outputs["DnsRecord1"].Value)).toMatch(/^updates\.your-paper\.com CNAME \$\{\w+\}$/);
  });

  test("leaves no second way in when there is a host", () => {
    const [hostedApi] = ofType(hosted, "AWS::ApiGatewayV2::Api");
    expect(hostedApi?.properties["DisableExecuteApiEndpoint"]).toBe(true);
  });

  test("is the same in every function that writes links", () => {
    const origins = [pipeline, hosted].map((stack) =>
      ofType(stack, "AWS::Lambda::Function")
        .map(({ properties }) => properties["Environment"].Variables.SITE_ORIGIN)
        .filter((origin) => origin !== undefined),
    );
    const own = { "Fn::GetAtt": [api?.id, "ApiEndpoint"] };
    const named = "https://updates.your-paper.com";
    expect(origins).toEqual([Array(5).fill(own), Array(5).fill(named)]);
  });
});
