/**
 * The one door to all services: knows a function by its access key, asks its role, and only then lets a call through.
 *
 * Signatures are not checked: what is checked is what the synthesized role allows.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Caller, Demand, Gate } from "../access/gate.ts";
import type { Clock } from "../clock/clock.ts";
import type { Faults } from "../faults/faults.ts";
import { cut, suffer } from "../faults/suffer.ts";
import type { Processes } from "../functions/processes.ts";
import { readBody } from "../http/read-body.ts";
import { accessDenied, refusalAnswer } from "./answers.ts";
import { type Answer, type AwsCall, type AwsRefusal, isRefusal, type Protocol, type Service } from "./call.ts";

export interface Gateway {
  readonly server: Server;
  addCaller(caller: Caller): void;
  addService(service: Service): void;
  /** The operations of each service that is known here. */
  operations(): ReadonlyMap<string, readonly string[]>;
}

export interface GatewayParts {
  readonly clock: Clock;
  readonly gate: Gate;
  /** What goes wrong on the way; only calls of functions are befallen. */
  readonly faults: Faults;
  readonly processes: Processes;
  /** Hears of calls that the local run does not know. */
  readonly onUnknown: (sentence: string) => void;
}

/** DynamoDB takes 16 MB, SES 10 MB, which base64 and URL encoding make some 15. */
const LARGEST_BODY_BYTES = 20 * 1024 * 1024;

export function createGateway(parts: GatewayParts): Gateway {
  const callers = new Map<string, Caller>();
  const services = new Map<string, Service>();

  const answer = async (request: IncomingMessage): Promise<Answer | typeof cut> => {
    const signed = /Credential=([^/,\s]+)\/[^/]+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? "");
    const caller = callers.get(signed?.[1] ?? "");
    const service = services.get(signed?.[2] ?? "");
    if (!caller) return refusalAnswer("json", unknownKey);
    const body = await readBody(request, LARGEST_BODY_BYTES);
    if (!body) return refusalAnswer(service?.protocol ?? "json", tooLarge);
    const call = { operation: "", headers: request.headers, path: request.url ?? "/", body };
    if (!service) return refusalAnswer("json", refuseUnknown(parts, caller, signed?.[2] ?? "?", ""));
    return serve(parts, caller, service, { ...call, operation: operationOf(service.protocol, call) });
  };

  const server = createServer((request, response) => {
    answer(request).then(
      (given) => (given === cut ? request.socket.destroy() : write(response, given, parts.clock)),
      (error: unknown) => {
        parts.onUnknown(`The gateway failed: ${error instanceof Error ? error.stack : String(error)}`);
        write(
          response,
          refusalAnswer("json", { status: 500, code: "InternalFailure", message: String(error) }),
          parts.clock,
        );
      },
    );
  });
  // A connection that is closed while it is idle can swallow a request that is sent at the same moment.
  server.keepAliveTimeout = 0;
  return {
    server,
    addCaller: (caller) => void callers.set(caller.accessKeyId, caller),
    addService: (service) => void services.set(service.name, service),
    operations: () => new Map([...services].map(([name, { operations }]) => [name, Object.keys(operations)])),
  };
}

async function serve(
  parts: GatewayParts,
  caller: Caller,
  service: Service,
  call: AwsCall,
): Promise<Answer | typeof cut> {
  const refuse = (refusal: AwsRefusal) => refusalAnswer(service.protocol, refusal);
  const operation = service.operations[call.operation];
  if (!operation) return refuse(refuseUnknown(parts, caller, service.name, call.operation));
  try {
    const demands = operation.demands(call);
    if (isRefusal(demands)) return refuse(demands);
    for (const demand of demands) {
      const denied = check(parts, caller, service, demand);
      if (denied) return refuse(denied);
    }
    const work = async () => {
      const served = await operation.serve(call, caller.name);
      return isRefusal(served) ? refuse(served) : served;
    };
    const process = parts.processes.find(String(call.headers["x-amz-security-token"]));
    const fault = process && parts.faults.take(service.name, call.operation);
    return fault ? await suffer(fault, { service, work, kill: process.end }) : await work();
  } catch (error) {
    if (error instanceof SyntaxError)
      return refuse({ status: 400, code: "SerializationException", message: error.message });
    throw error;
  }
}

function check(parts: GatewayParts, caller: Caller, service: Service, demand: Demand): AwsRefusal | undefined {
  const { action } = demand;
  const decision = parts.gate.callerMay(caller, demand);
  if (decision === "allowed") return undefined;
  const resource = demand.anyOf[0] ?? "*";
  const explicitly = decision === "explicitly denied";
  return accessDenied(service.protocol, { caller: caller.roleArn, action, resource, explicitly });
}

function refuseUnknown(parts: GatewayParts, caller: Caller, service: string, operation: string): AwsRefusal {
  const sentence = `${caller.name} called ${service}:${operation || "?"}, which the local run does not know.`;
  parts.onUnknown(sentence);
  return { status: 400, code: "UnknownOperationException", message: sentence };
}

const unknownKey: AwsRefusal = {
  status: 403,
  code: "UnrecognizedClientException",
  message: "The security token included in the request is invalid.",
};

const tooLarge: AwsRefusal = {
  status: 413,
  code: "RequestEntityTooLarge",
  message: `Over ${LARGEST_BODY_BYTES} bytes.`,
};

function operationOf(protocol: Protocol, call: AwsCall): string {
  if (protocol === "json")
    return (
      String(call.headers["x-amz-target"] ?? "")
        .split(".")
        .pop() ?? ""
    );
  if (protocol === "query")
    return new URLSearchParams(call.body.subarray(0, 1024).toString("latin1")).get("Action") ?? "";
  return /^\/2015-03-31\/functions\/[^/]+\/invocations(?:\?|$)/.test(call.path) ? "Invoke" : "";
}

function write(response: ServerResponse, { status, headers, body }: Answer, clock: Clock): void {
  response.writeHead(status, {
    ...headers,
    date: new Date(clock.now()).toUTCString(),
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}
