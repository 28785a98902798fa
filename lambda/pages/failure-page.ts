// Every no that needs nothing but two sentences and a way home.

import { html } from "hono/html";
import type { PageWords } from "#templates/words.ts";
import { layout } from "./layout.ts";
import { homePath } from "./paths.ts";
import type { Page, Site } from "./site.ts";

/** What can go wrong before or beside a step. */
export type Failure = keyof PageWords["failures"];

export function failurePage(site: Site, failure: Failure): Page {
  const { title, message } = site.words.failures[failure];
  return layout(site, {
    title,
    message,
    main: html`<h1>${title}</h1>
<p class="lead">${message}</p>
<p><a href="${homePath}">${site.words.allStories}</a></p>`,
  });
}
