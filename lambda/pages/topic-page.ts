// A topic's page: what has happened so far, and the form to hear what happens next.

import { html } from "hono/html";
import type { Version } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import { addressOf, type Topic } from "#core/topic.ts";
import { tellMoment } from "#templates/words.ts";
import { developmentItem, publicZone } from "./development-item.ts";
import { endingNote } from "./ended-page.ts";
import { layout } from "./layout.ts";
import { signUpPath, topicPath } from "./paths.ts";
import { type RefusedSignUp, signUpForm } from "./sign-up-form.ts";
import type { Html, Page, Site } from "./site.ts";

/** Developments on one page: with texts of usual length and the list of zones it stays under 30 kB. */
export const developmentsPerPage = 15;

export interface TopicPageView {
  readonly topic: Topic;
  /** Newest first. */
  readonly developments: readonly Version[];
  readonly updatedAt?: Instant;
  /** From 1. */
  readonly pageNumber: number;
  readonly refused?: RefusedSignUp;
}

/** How many pages the developments fill; a topic without any has one. */
export function pageCount(developments: readonly Version[]): number {
  return Math.max(1, Math.ceil(developments.length / developmentsPerPage));
}

export function topicPage(site: Site, view: TopicPageView): Page {
  const { topic, refused } = view;
  const words = site.words.topic;
  const problems = Object.values(refused?.problems ?? {});
  return layout(site, {
    title: topic.title,
    message: refused === undefined ? leading(site, topic) : problems.join(" "),
    hasProblem: refused !== undefined,
    canonicalPath: pagePath(topic, view.pageNumber),
    main: html`<h1>${topic.title}</h1>
${view.updatedAt === undefined ? "" : html`<p class="updated">${words.updated(momentIn(site, view.updatedAt))}</p>`}
<div class="beside">
${topic.closed === undefined ? prompt(site, view) : ending(site, topic)}
${developmentList(site, view)}
</div>`,
  });
}

/** In one sentence what the page is for. */
function leading({ words }: Site, topic: Topic): string {
  return topic.closed === undefined ? words.topic.prompt(topic.title) : words.ended.followers;
}

function prompt(site: Site, { topic, pageNumber, refused }: TopicPageView): Html {
  const words = site.words.topic;
  return html`<section class="prompt" id="sign-up" aria-labelledby="sign-up-title">
<h2 id="sign-up-title">${words.label}</h2>
<p>${words.prompt(topic.title)}</p>
${
  pageNumber === 1
    ? signUpForm(site, topic, refused)
    : html`<p><a class="button" href="${signUpPath(addressOf(topic))}">${words.signUp}</a></p>`
}
</section>`;
}

/** What stands in place of the prompt once the story has ended. */
function ending(site: Site, topic: Topic): Html {
  const words = site.words.ended;
  return html`<section class="prompt" id="sign-up" aria-labelledby="sign-up-title">
<h2 id="sign-up-title">${words.title}</h2>
${endingNote(topic)}
<p>${words.followers}</p>
</section>`;
}

function momentIn(site: Site, at: Instant): string {
  return tellMoment(at, { locale: site.language, zone: publicZone });
}

function developmentList(site: Site, view: TopicPageView): Html {
  const words = site.words.topic;
  const first = (view.pageNumber - 1) * developmentsPerPage;
  const shown = view.developments.slice(first, first + developmentsPerPage);
  const list =
    shown.length === 0
      ? html`<p>${words.none}</p>`
      : html`<ol class="developments">${shown.map((version) => developmentItem(site, version))}</ol>`;
  return html`<section aria-labelledby="developments-title">
<h2 id="developments-title">${words.heading}</h2>
${list}
${furtherPages(site, view)}
</section>`;
}

function furtherPages(site: Site, view: TopicPageView): Html | "" {
  const words = site.words.topic;
  const last = pageCount(view.developments);
  if (last === 1) return "";
  const { pageNumber, topic } = view;
  const newer = pageNumber > 1 && html`<a rel="prev" href="${pagePath(topic, pageNumber - 1)}">${words.newer}</a>`;
  const older = pageNumber < last && html`<a rel="next" href="${pagePath(topic, pageNumber + 1)}">${words.older}</a>`;
  return html`<nav class="further" aria-label="${words.pages}">${newer}${older}</nav>`;
}

function pagePath(topic: Topic, pageNumber: number): string {
  return pageNumber === 1 ? topicPath(addressOf(topic)) : `${topicPath(addressOf(topic))}?page=${pageNumber}`;
}
