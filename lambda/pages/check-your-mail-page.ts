// What follows a sign-up. It says the same whoever signed up, so that nobody learns which addresses are known.

import { html } from "hono/html";
import { addressOf, type Topic } from "#core/topic.ts";
import { layout } from "./layout.ts";
import { topicPath } from "./paths.ts";
import type { Page, Site } from "./site.ts";

export function checkYourMailPage(site: Site, topic: Topic): Page {
  const words = site.words.checkYourMail;
  return layout(site, {
    title: words.title,
    message: words.message,
    main: html`<h1>${words.title}</h1>
<p class="lead">${words.message}</p>
<h2>${words.noMail}</h2>
<ul>${words.hints.map((hint) => html`<li>${hint}</li>`)}</ul>
<p><a href="${topicPath(addressOf(topic))}">${words.back(topic.title)}</a></p>`,
  });
}
