// What stands where a story can be followed no more, or no longer under this address.

import { html } from "hono/html";
import { addressOf, type Topic } from "#core/topic.ts";
import { layout } from "./layout.ts";
import { homePath, topicPath } from "./paths.ts";
import type { Html, Page, Site } from "./site.ts";

/** For who signs up to a story that has ended. */
export function endedPage(site: Site, topic: Topic): Page {
  const words = site.words.ended;
  const message = words.message(topic.title);
  return layout(site, {
    title: words.title,
    message,
    main: html`<h1>${words.title}</h1>
<p class="lead">${message}</p>
${endingNote(topic)}
<p><a href="${topicPath(addressOf(topic))}">${words.read}</a></p>
<p><a href="${homePath}">${site.words.allStories}</a></p>`,
  });
}

/** What the editor says of the end, where they say anything. */
export function endingNote({ closed }: Topic): Html | "" {
  return closed?.note === undefined ? "" : html`<p>${closed.note}</p>`;
}

/** For programs that show where an address has moved to instead of going there. */
export function movedPage(site: Site, topic: Topic): Page {
  const words = site.words.ended;
  const message = words.moved(topic.title);
  return layout(site, {
    title: topic.title,
    message,
    main: html`<h1>${topic.title}</h1>
<p class="lead"><a href="${topicPath(addressOf(topic))}">${message}</a></p>`,
  });
}
