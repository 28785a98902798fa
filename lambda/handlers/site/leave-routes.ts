// The leave link. GET asks; POST leaves at once, because mail programs press it for their readers (RFC 8058): no
// cookie, no redirect, any body or none, and the same answer however often it comes.

import { leavePage, leftPage } from "#pages/leave-page.ts";
import type { Answer } from "./answer.ts";
import { failure, layRoute, part, type RouteParts, withAnyBody } from "./route.ts";

export function layLeaveRoutes(parts: RouteParts): void {
  layRoute(parts, "/unsubscribe/:token", {
    GET: async (context) => ask(parts, part(context, "token")),
    POST: withAnyBody(parts.site, async (context) => leave(parts, part(context, "token"))),
  });
}

async function ask({ site, steps }: RouteParts, token: string): Promise<Answer> {
  const link = await steps.openLink(token, "leave");
  if (link.kind !== "leave") return failure(site, "forged");
  if (link.state === "left") return { status: 200, outcome: "left", page: leftPage(site, link.topics) };
  return { status: 200, outcome: "following", page: leavePage(site, { token, topics: link.topics }) };
}

async function leave({ site, steps }: RouteParts, token: string): Promise<Answer> {
  const outcome = await steps.leave(token);
  if (outcome.kind === "forged") return failure(site, "forged");
  return { status: 200, outcome: "left", page: leftPage(site, outcome.topics) };
}
