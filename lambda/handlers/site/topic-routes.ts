// From the front page to a sign-up.

import { addressOf, isSlug } from "#core/topic.ts";
import { checkYourMailPage } from "#pages/check-your-mail-page.ts";
import { endedPage, movedPage } from "#pages/ended-page.ts";
import { checkYourMailPath, topicPath } from "#pages/paths.ts";
import type { SignUpMessages, TypedSignUp } from "#pages/sign-up-form.ts";
import type { Site } from "#pages/site.ts";
import { pageCount, topicPage } from "#pages/topic-page.ts";
import { topicsPage } from "#pages/topics-page.ts";
import type { TopicView } from "#pipeline/read-topic.ts";
import type { SignUpProblems } from "#pipeline/sign-up.ts";
import type { Answer } from "./answer.ts";
import { withAsciiDomain } from "./ascii-domain.ts";
import type { Fields } from "./form.ts";
import { failure, layRoute, part, type RouteParts, withForm } from "./route.ts";

/** Most of a refused field that the form shows again, in characters: far beyond every limit it can break. */
const echoMaxLength = 1_000;

export function layTopicRoutes(parts: RouteParts): void {
  const { site, steps } = parts;
  const found = async (slug: string): Promise<TopicView | undefined> =>
    isSlug(slug) ? await steps.readTopic(slug) : undefined;

  layRoute(parts, "/", {
    GET: async () => ({ status: 200, outcome: "topics", page: topicsPage(site, await steps.listTopics()) }),
  });
  layRoute(parts, "/topics/:topic", {
    GET: async (context) => {
      const named = part(context, "topic");
      const view = await found(named);
      const page = context.req.query("page") ?? "1";
      return moved(site, view, named, page) ?? showTopic(site, view, page);
    },
  });
  layRoute(parts, "/topics/:topic/check-your-mail", {
    GET: async (context) => {
      const view = await found(part(context, "topic"));
      if (view === undefined) return failure(site, "no-such-topic");
      return { status: 200, outcome: "asked", page: checkYourMailPage(site, view.topic) };
    },
  });
  layRoute(parts, "/topics/:topic/subscribe", {
    POST: withForm(site, async (context, fields) => {
      const view = await found(part(context, "topic"));
      return view === undefined ? failure(site, "no-such-topic") : await signUp(parts, view, fields);
    }),
  });
}

/** Leads from an earlier address of a topic to the one that it has now. */
function moved(site: Site, view: TopicView | undefined, named: string, page: string): Answer | undefined {
  if (view === undefined || addressOf(view.topic) === named) return undefined;
  const path = topicPath(addressOf(view.topic));
  const Location = /^[1-9]\d{0,3}$/.test(page) && page !== "1" ? `${path}?page=${page}` : path;
  return { status: 301, outcome: "moved", page: movedPage(site, view.topic), headers: { Location } };
}

function showTopic(site: Site, view: TopicView | undefined, page: string): Answer {
  if (view === undefined) return failure(site, "no-such-topic");
  const pageNumber = /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 0;
  if (pageNumber < 1 || pageNumber > pageCount(view.developments)) return failure(site, "not-found");
  return { status: 200, outcome: "topic", page: topicPage(site, { ...view, pageNumber }) };
}

async function signUp({ site, steps }: RouteParts, view: TopicView, fields: Fields): Promise<Answer> {
  const { topic } = view;
  const typed: TypedSignUp = {
    email: fields.get("email") ?? "",
    cadence: fields.get("cadence") ?? "",
    zone: fields.get("zone") ?? "UTC",
    locale: fields.get("locale") ?? site.locale,
  };
  const outcome = await steps.signUp({ topic: topic.slug, ...typed, email: withAsciiDomain(typed.email) });
  if (outcome.kind === "no-such-topic") return failure(site, "no-such-topic");
  if (outcome.kind === "closed") return { status: 410, outcome: "ended", page: endedPage(site, outcome.topic) };
  if (outcome.kind === "asked") {
    const headers = { Location: checkYourMailPath(addressOf(topic)) };
    return { status: 303, outcome: "asked", page: checkYourMailPage(site, topic), headers };
  }
  const problems = inWords(site, outcome.fields);
  const page = topicPage(site, { ...view, pageNumber: 1, refused: { typed: shortened(typed), problems } });
  return { status: 422, outcome: "refused", page, fields: { ...problems } };
}

function inWords({ words }: Site, fields: SignUpProblems): SignUpMessages {
  const { problems } = words;
  return {
    ...(fields.cadence && { cadence: problems.cadence }),
    ...(fields.email && { email: problems.email(fields.email) }),
    ...(fields.zone && { zone: problems.zone }),
    ...(fields.locale && { locale: problems.locale }),
  };
}

function shortened(typed: TypedSignUp): TypedSignUp {
  const cut = (text: string) => text.slice(0, echoMaxLength);
  return { email: cut(typed.email), cadence: cut(typed.cadence), zone: cut(typed.zone), locale: cut(typed.locale) };
}
