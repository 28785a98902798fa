/** A server that is bound before there is anything to serve, so that a taken port is told at once. */
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { bodyMaxBytes } from "#handlers/api/body.ts";
import type { Refusal } from "../refusal.ts";
import { declaredBytes } from "./bounded-body.ts";

export interface Front {
  readonly server: Server;
  readonly port: number;
  readonly origin: string;
  serve(listener: RequestListener): void;
}

export interface FrontPlan {
  /** What is served, in words. */
  readonly what: string;
  /** The setting that says the port. */
  readonly setting: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The free one to take if it is still free. */
  readonly lastPort?: number | undefined;
}

/** Longer than clients keep a connection, so that none is closed under a request. */
const KEEP_ALIVE_MS = 65_000;

export async function openFront({ what, setting, port, lastPort }: FrontPlan): Promise<Front | Refusal> {
  let serving: RequestListener = (_, response) => {
    const headers = { "content-type": "text/plain; charset=utf-8", "retry-after": "5" };
    response.writeHead(503, headers).end("Bulletin is starting.\n");
  };
  const server = createServer((request, response) => serving(request, response));
  // Who asks before sending a body is told to go on, unless it is one that nothing here takes.
  server.on("checkContinue", (request, response) => {
    if (declaredBytes(request) <= bodyMaxBytes) response.writeContinue();
    serving(request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const isBound = port === 0 && lastPort !== undefined && (await bind(server, lastPort)) === "bound";
  const outcome = isBound ? "bound" : await bind(server, port);
  if (outcome !== "bound") {
    const why = outcome === "EADDRINUSE" ? "is taken" : "cannot be used";
    return { refused: `Port ${port} for ${what} ${why}; set ${setting} to another, or to 0 for any free one.` };
  }
  const { port: bound } = server.address() as AddressInfo;
  return {
    server,
    port: bound,
    origin: `http://127.0.0.1:${bound}`,
    serve(listener) {
      serving = listener;
    },
  };
}

/** "bound", or the system's own code for why not. */
async function bind(server: Server, port: number): Promise<unknown> {
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
    return "bound";
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : undefined;
  }
}
