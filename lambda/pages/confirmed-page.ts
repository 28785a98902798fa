// What pressing the button of a confirm link answers: in, or in plain words why not.

import { html } from "hono/html";
import type { Cadence } from "#core/cadence.ts";
import type { Schedule } from "#core/schedule.ts";
import { addressOf, type Topic } from "#core/topic.ts";
import { contactUrl, layout } from "./layout.ts";
import { topicPath } from "./paths.ts";
import type { Page, Site } from "./site.ts";
import { zoneName } from "./zone-options.ts";

export interface ConfirmedView {
  readonly topic: Topic;
  readonly cadence: Cadence;
  readonly schedule: Schedule;
  readonly preferencesUrl: string;
}

export function confirmedPage(site: Site, view: ConfirmedView): Page {
  const words = site.words.confirmed;
  const message = words.message(view.topic.title);
  return layout(site, {
    title: words.title,
    message: `${words.title}. ${message}`,
    main: html`<h1>${words.title}</h1>
<p class="lead">${message}</p>
<p>${words.when(view.cadence, view.schedule, zoneName(view.schedule.zone))}</p>
<p><a href="${view.preferencesUrl}">${words.preferences}</a></p>
<p><a href="${topicPath(addressOf(view.topic))}">${words.read}</a></p>`,
  });
}

/** For an address that must not be mailed: only its holder has the link, so the page may say so. */
export function suppressedPage(site: Site, topic: Topic): Page {
  const words = site.words.suppressed;
  const message = words.message(topic.title);
  return layout(site, {
    title: words.title,
    message,
    main: html`<h1>${words.title}</h1>
<p class="lead">${message}</p>
<p><a href="${contactUrl(site.newsroom.contact)}">${words.contact}</a></p>`,
  });
}

/** For a subscriber who follows all that one record can hold. */
export function tooManyPage(site: Site): Page {
  const words = site.words.tooMany;
  return layout(site, {
    title: words.title,
    message: words.message,
    main: html`<h1>${words.title}</h1>
<p class="lead">${words.message}</p>`,
  });
}
