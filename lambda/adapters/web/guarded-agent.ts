import { lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { isPublicAddress } from "./public-address.ts";

/** Code of the error with which a connection into a network that is not public ends. */
export const notPublicCode = "BULLETIN_NOT_PUBLIC";

/** What the agent tells about its connections. */
export interface GuardedAgent {
  readonly agent: Agent;
  /** Whether the last connection was made to the public internet. */
  readonly reachedPublic: () => boolean;
}

/**
 * An HTTP agent that knows which address it is connected to.
 *
 * @param publicOnly refuses every address outside the public internet: before connecting, among the addresses that a
 * name stands for, and once more on the connection itself, so that a name that changes between the two gains nothing
 * @param timeoutMs how long connecting, the headers and each pause between pieces of the body may take
 */
export function guardedAgent(publicOnly: boolean, timeoutMs: number): GuardedAgent {
  let reachedPublic = false;
  const connect = buildConnector({
    timeout: timeoutMs,
    allowH2: false,
    ...(publicOnly ? { lookup: publicLookup } : {}),
  });
  const agent = new Agent({
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connections: 1,
    pipelining: 0,
    connect(options, callback) {
      if (publicOnly && isIP(bareHost(options.hostname)) !== 0 && !isPublicAddress(bareHost(options.hostname))) {
        callback(notPublic(), null);
        return;
      }
      connect(options, (error, socket) => {
        if (error !== null || socket === null) {
          callback(error ?? new Error("no connection"), null);
          return;
        }
        reachedPublic = isPublicAddress(socket.remoteAddress ?? "127.0.0.1");
        if (publicOnly && !reachedPublic) {
          socket.destroy();
          callback(notPublic(), null);
          return;
        }
        callback(null, socket);
      });
    },
  });
  return { agent, reachedPublic: () => reachedPublic };
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, "", 0);
    const allowed = addresses.filter(({ address }) => isPublicAddress(address));
    const [first] = allowed;
    if (first === undefined) return callback(notPublic(), "", 0);
    return options.all ? callback(null, allowed) : callback(null, first.address, first.family);
  });
};

function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}

function notPublic(): NodeJS.ErrnoException {
  return Object.assign(new Error("the address is not public"), { code: notPublicCode });
}
