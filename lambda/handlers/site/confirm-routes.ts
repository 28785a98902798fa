// The confirm link: GET asks, POST confirms.

import { confirmPage, leftBeforePage } from "#pages/confirm-page.ts";
import { confirmedPage, suppressedPage, tooManyPage } from "#pages/confirmed-page.ts";
import { endedPage } from "#pages/ended-page.ts";
import { expiredConfirmPage } from "#pages/expired-page.ts";
import type { Answer } from "./answer.ts";
import { failure, layRoute, part, type RouteParts, withAnyBody } from "./route.ts";

export function layConfirmRoutes(parts: RouteParts): void {
  layRoute(parts, "/confirm/:token", {
    GET: async (context) => ask(parts, part(context, "token")),
    POST: withAnyBody(parts.site, async (context) => confirm(parts, part(context, "token"))),
  });
}

async function ask({ site, steps }: RouteParts, token: string): Promise<Answer> {
  const link = await steps.openLink(token, "confirm");
  if (link.kind === "expired") return { status: 410, outcome: "expired", page: expiredConfirmPage(site, link.topic) };
  if (link.kind !== "confirm") return failure(site, "forged");
  if (link.state === "left") return { status: 200, outcome: "left", page: leftBeforePage(site, link.topic) };
  const isConfirmed = link.state === "confirmed";
  return { status: 200, outcome: link.state, page: confirmPage(site, { ...link, token, isConfirmed }) };
}

async function confirm({ site, steps }: RouteParts, token: string): Promise<Answer> {
  const outcome = await steps.confirm(token);
  switch (outcome.kind) {
    case "confirmed":
      return { status: 200, outcome: "confirmed", page: confirmedPage(site, outcome) };
    case "left":
      return { status: 200, outcome: "left", page: leftBeforePage(site, outcome.topic) };
    case "expired":
      return { status: 410, outcome: "expired", page: expiredConfirmPage(site, outcome.topic) };
    case "closed":
      return { status: 410, outcome: "ended", page: endedPage(site, outcome.topic) };
    case "suppressed":
      return { status: 409, outcome: "suppressed", page: suppressedPage(site, outcome.topic) };
    case "too-many":
      return { status: 409, outcome: "too-many", page: tooManyPage(site) };
    case "forged":
      return failure(site, "forged");
  }
}
