/**
 * Connections to SES that are kept alive, but none that has been idle for so long that SES may have closed it.
 *
 * Lambda freezes a process between two calls of its function, and what a closed connection says meanwhile is not heard.
 * A request that goes out on such a connection fails, and nobody can tell that SES never read it: the answer counts as
 * *lost* and the mail as *uncertain*.
 */
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";
import type { Instant } from "#core/instant.ts";

/**
 * How long a connection may be idle and still be used, in milliseconds.
 *
 * AWS does not say when SES closes one. The shortest usual time is 5 s (nodejs.org/api/http.html, `keepAliveTimeout`;
 * httpd.apache.org, `KeepAliveTimeout`). A lane that sends at all uses each of its connections more often.
 */
export const idleMaxMs = 4000;

/** Most connections at once, as the SDK's own agents have it. */
const connectionsMax = 50;

/** What an agent asks itself for each request; Node's types do not name it. */
interface Taking {
  addRequest: (...request: unknown[]) => void;
}

/**
 * Agents for a client's request handler, which drop what has been idle for longer than `idleMaxMs`.
 *
 * They look at the wall clock when a connection is to be used again: a timer is frozen with the process, and after that
 * comes later than the request.
 */
export function freshAgents(now: () => Instant): { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent } {
  const setting = { keepAlive: true, maxSockets: connectionsMax };
  return { httpAgent: fresh(new HttpAgent(setting), now), httpsAgent: fresh(new HttpsAgent(setting), now) };
}

function fresh<Agent extends HttpAgent>(agent: Agent, now: () => Instant): Agent {
  const idleSince = new WeakMap<Duplex, Instant>();
  agent.on("free", (socket: Duplex) => void idleSince.set(socket, now()));
  const taking = agent as unknown as Taking;
  const take = taking.addRequest.bind(agent);
  taking.addRequest = (...request) => {
    for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])) {
      const idleMs = now() - (idleSince.get(socket) ?? Number.NEGATIVE_INFINITY);
      // A clock that was put back says nothing of how long it was.
      if (idleMs < 0 || idleMs > idleMaxMs) socket.destroy();
    }
    take(...request);
  };
  return agent;
}
