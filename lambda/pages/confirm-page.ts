// What a confirm link opens: a question with one button, because mail scanners press links but no buttons.

import { html } from "hono/html";
import type { Cadence } from "#core/cadence.ts";
import { addressOf, type Topic } from "#core/topic.ts";
import { layout } from "./layout.ts";
import { confirmPath, signUpPath } from "./paths.ts";
import type { Page, Site } from "./site.ts";

export interface ConfirmView {
  readonly token: string;
  readonly topic: Topic;
  readonly cadence: Cadence;
  readonly isConfirmed: boolean;
}

export function confirmPage(site: Site, view: ConfirmView): Page {
  const words = site.words.confirm;
  const message = words.message(view.topic.title, view.cadence);
  return layout(site, {
    title: words.title,
    message,
    main: html`<h1>${words.title}</h1>
<p class="lead">${message}</p>
<form method="post" action="${confirmPath(view.token)}"><button>${words.submit}</button></form>
<p class="hint">${view.isConfirmed ? words.again : words.notYou}</p>`,
  });
}

/** What a confirm link shows once its subscription was left: it changes nothing any more, and offers to sign up. */
export function leftBeforePage(site: Site, topic: Topic): Page {
  const words = site.words.leftBefore;
  const message = words.message(topic.title);
  return layout(site, {
    title: words.title,
    message,
    main: html`<h1>${words.title}</h1>
<p class="lead">${message}</p>
<p><a class="button" href="${signUpPath(addressOf(topic))}">${words.signUp}</a></p>`,
  });
}
