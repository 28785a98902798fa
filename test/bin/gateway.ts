import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json, text } from "node:stream/consumers";

/** What the function is asked, as it arrives. */
export type Asked = Readonly<Record<string, unknown>>;

/** A stand-in for the stack: it answers CloudFormation and Lambda at one address, as the real ones do. */
export interface Gateway {
  /** Everything that the function was asked, in order. */
  readonly asked: Asked[];
  /** The environment in which `--local` finds it. */
  readonly local: Record<string, string>;
  /** The environment in which the AWS SDK takes it for AWS. */
  readonly deployed: Record<string, string>;
  readonly close: () => void;
}

const credentials = { accessKeyId: "AKIALOCAL", secretAccessKey: "secret" };

/** A gateway whose function answers as told; a number is an HTTP status, an Error a function that fails. */
export async function gateway(answer: (asked: Asked) => object | Error | number): Promise<Gateway> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    if (request.url === "/" && /Action=DescribeStacks/.test(await text(request))) {
      response.end(describedStacks);
    } else if (request.url === "/2015-03-31/functions/operate-here/invocations") {
      const payload = (await json(request)) as Asked;
      asked.push(payload);
      const answered = answer(payload);
      if (typeof answered === "number") response.writeHead(answered, { "x-amzn-errortype": "AccessDeniedException" });
      if (answered instanceof Error) response.setHeader("x-amz-function-error", "Unhandled");
      response.end(JSON.stringify(answered instanceof Error ? { errorMessage: answered.message } : answered));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const data = mkdtempSync(join(tmpdir(), "bulletin-data-"));
  writeFileSync(join(data, "run.json"), JSON.stringify({ site: endpoint, local: endpoint, pid: process.pid }));
  writeFileSync(
    join(data, "operator.json"),
    JSON.stringify({ endpoint, region: "eu-west-1", operateFunction: "operate-here", credentials }),
  );
  return {
    asked,
    local: { BULLETIN_DATA: data },
    deployed: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    close: () => {
      server.close();
      server.closeAllConnections();
      rmSync(data, { recursive: true });
    },
  };
}

const describedStacks = `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
<DescribeStacksResult><Stacks><member><StackName>BulletinPipeline</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
<CreationTime>2026-11-01T00:00:00Z</CreationTime><Outputs><member><OutputKey>OperateFunction</OutputKey>
<OutputValue>operate-here</OutputValue></member></Outputs></member></Stacks></DescribeStacksResult>
</DescribeStacksResponse>`;
