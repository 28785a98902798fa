// What the leave link of a mail opens, and what pressing its button answers.

import { html } from "hono/html";
import type { Topic } from "#core/topic.ts";
import { layout } from "./layout.ts";
import { leavePath, signUpPath } from "./paths.ts";
import type { Html, Page, Site } from "./site.ts";

export function leavePage(site: Site, view: { readonly token: string; readonly topics: readonly Topic[] }): Page {
  const words = site.words.leave;
  const message = words.message(view.topics.length);
  return layout(site, {
    title: words.title,
    message: view.topics.length === 0 ? message : words.told(titlesOf(view.topics)),
    main: html`<h1>${words.title}</h1>
<p class="lead">${message}</p>
${view.topics.length === 0 ? "" : html`<ul>${view.topics.map(({ title }) => html`<li>${title}</li>`)}</ul>`}
<form method="post" action="${leavePath(view.token)}"><button>${words.submit}</button></form>`,
  });
}

/** After leaving, however often it is asked for. */
export function leftPage(site: Site, topics: readonly Topic[]): Page {
  const words = site.words.left;
  const message = words.message(topics.length);
  return layout(site, {
    title: words.title,
    message: topics.length === 0 ? message : words.told(titlesOf(topics)),
    main: html`<h1>${words.title}</h1>
<p class="lead">${message}</p>
${topics.length === 0 ? "" : topicLinks(topics)}
<p class="hint">${words.late}</p>
${topics.length === 0 ? "" : html`<p class="hint">${words.back}</p>`}`,
  });
}

function titlesOf(topics: readonly Topic[]): readonly string[] {
  return topics.map(({ title }) => title);
}

function topicLinks(topics: readonly Topic[]): Html {
  return html`<ul>${topics.map(({ slug, title }) => html`<li><a href="${signUpPath(slug)}">${title}</a></li>`)}</ul>`;
}
