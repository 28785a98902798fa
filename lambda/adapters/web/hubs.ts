import { request } from "undici";
import type { Hubs } from "#pipeline/ports/hubs.ts";
import { guardedAgent } from "./guarded-agent.ts";
import { reasonOf, statusText } from "./no-answer.ts";
import type { SourceReach } from "./source-reader.ts";

/** How long a hub may take to say that it has taken the request, in milliseconds. */
const hubMaxMs = 5_000;

/** Asks hubs by WebSub's form. A redirect is no answer: the hub's address stands in the feed. */
export function webHubs(reach: SourceReach): Hubs {
  return {
    async ask(push, callback, leaseSeconds) {
      const guarded = guardedAgent(reach === "public", hubMaxMs);
      const form = {
        "hub.mode": "subscribe",
        "hub.topic": push.about,
        "hub.callback": callback,
        "hub.secret": push.secret,
        "hub.lease_seconds": String(leaseSeconds),
      };
      try {
        const answer = await request(push.hub, {
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams(form).toString(),
          signal: AbortSignal.timeout(hubMaxMs),
          dispatcher: guarded.agent,
        });
        answer.body.on("error", () => {});
        return answer.statusCode >= 200 && answer.statusCode < 300
          ? undefined
          : `answers with ${statusText(answer.statusCode)}`;
      } catch (error) {
        return reasonOf(error, hubMaxMs);
      } finally {
        guarded.agent.destroy().catch(() => {});
      }
    },
  };
}
