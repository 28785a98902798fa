// The front page: every story that readers can follow.

import { html } from "hono/html";
import { addressOf, type Topic } from "#core/topic.ts";
import { layout } from "./layout.ts";
import { homePath, topicPath } from "./paths.ts";
import type { Page, Site } from "./site.ts";

export function topicsPage(site: Site, topics: readonly Topic[]): Page {
  const words = site.words.topics;
  const message = topics.length === 0 ? words.none : words.lead(site.newsroom.name);
  return layout(site, {
    title: words.title,
    message,
    canonicalPath: homePath,
    main: html`<h1>${words.title}</h1>
<p class="lead">${message}</p>
${
  topics.length === 0
    ? ""
    : html`<ul class="topics">${topics.map(
        (topic) => html`<li><a href="${topicPath(addressOf(topic))}">${topic.title}</a></li>`,
      )}</ul>`
}`,
  });
}
