// What a link shows whose time is over: it always leads to a new one.

import { html } from "hono/html";
import { addressOf, type Topic } from "#core/topic.ts";
import { layout } from "./layout.ts";
import { homePath, renewPath, signUpPath } from "./paths.ts";
import type { Page, Site } from "./site.ts";

/** A confirm link that has run out: signing up again brings a new one. */
export function expiredConfirmPage(site: Site, topic: Topic | undefined): Page {
  const words = site.words.expired;
  return layout(site, {
    title: words.title,
    message: words.confirm,
    main: html`<h1>${words.title}</h1>
<p class="lead">${words.message}</p>
<p>${words.confirm}</p>
<p><a class="button" href="${topic === undefined ? homePath : signUpPath(addressOf(topic))}">${words.signUp}</a></p>`,
  });
}

/** A preferences link that has run out: a new one is mailed to whoever got this one. */
export function expiredPreferencesPage(site: Site, token: string): Page {
  const words = site.words.expired;
  return layout(site, {
    title: words.title,
    message: words.renew,
    main: html`<h1>${words.title}</h1>
<p class="lead">${words.message}</p>
<p>${words.renew}</p>
<form method="post" action="${renewPath(token)}"><button>${words.submit}</button></form>`,
  });
}

/** After a new preferences link was asked for. */
export function renewedPage(site: Site): Page {
  const words = site.words.renewed;
  return layout(site, {
    title: words.title,
    message: words.message,
    main: html`<h1>${words.title}</h1>
<p class="lead">${words.message}</p>`,
  });
}
