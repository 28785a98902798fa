// Where hubs call (WebSub): GET asks whether we want what we asked for, POST brings what is new. Hubs read no pages.

import type { Context } from "hono";
import type { HubQuestion, Pushed } from "#pipeline/follow-hub.ts";
import { layMethods, part, type RouteParts } from "./route.ts";

/** What hubs can do. */
export interface HubSteps {
  /** Whether a hub that calls back is answered yes. */
  answerHub(question: HubQuestion): Promise<boolean>;
  /** Takes what a hub has pushed, if that hub has signed it. */
  takePush(pushed: Pushed): Promise<boolean>;
}

/** Longest body that is taken, in bytes: API Gateway and Lambda let some 6 MB through. */
const pushedMaxBytes = 6_000_000;

/** Longest challenge that is answered, in characters; hubs send some forty. */
const challengeMaxLength = 1000;

export function layHubRoutes(parts: RouteParts, steps: HubSteps): void {
  layMethods(parts, "/websub/:source/:token", {
    GET: (context) => answerHub(steps, context),
    POST: (context) => takePush(steps, context),
  });
}

async function answerHub(steps: HubSteps, context: Context): Promise<Response> {
  const asked = (name: string) => context.req.query(`hub.${name}`) ?? "";
  const challenge = asked("challenge");
  const leaseSeconds = /^\d{1,10}$/.test(asked("lease_seconds")) ? Number(asked("lease_seconds")) : 0;
  const isWanted =
    challenge !== "" &&
    challenge.length <= challengeMaxLength &&
    (await steps.answerHub({
      source: part(context, "source"),
      token: part(context, "token"),
      mode: asked("mode"),
      about: asked("topic"),
      leaseSeconds,
    }));
  return isWanted ? text(challenge, 200) : text("not asked for", 404);
}

/** Whatever comes is answered alike, so that nobody learns whether a signature was right (WebSub, section 8). */
async function takePush(steps: HubSteps, context: Context): Promise<Response> {
  const body = new Uint8Array(await context.req.arrayBuffer());
  if (body.byteLength > pushedMaxBytes) return text("too large", 413);
  await steps.takePush({
    source: part(context, "source"),
    token: part(context, "token"),
    signature: context.req.header("X-Hub-Signature") ?? "",
    body,
  });
  return text("", 202);
}

function text(body: string, status: number): Response {
  return new Response(body, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
