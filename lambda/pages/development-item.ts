// One development, as the page of its topic shows it.

import { html, raw } from "hono/html";
import { creditOf, type Version } from "#core/development.ts";
import { tellMoment } from "#templates/words.ts";
import type { Html, Site } from "./site.ts";

/** The wall clock of pages that anyone may read. */
export const publicZone = "UTC";

/** A development in its latest version; `heading` links to the source where there is one. */
export function developmentItem(site: Site, version: Version): Html {
  const words = site.words.topic;
  const headline =
    version.url === undefined ? version.headline : html`<a href="${version.url}">${version.headline}</a>`;
  const credit = creditOf(version);
  return html`<li id="development-${version.development}">
<p class="about">${momentOf(site, version.publishedAt ?? version.recordedAt)}${labelOf(site, version)}</p>
<h3>${headline}</h3>
${version.note === undefined ? "" : html`<p class="note">${words.whatChanged(version.note)}</p>`}
${version.text === undefined ? "" : html`<div class="text">${raw(version.text)}</div>`}
${credit === undefined ? "" : html`<p class="attribution">${credit}</p>`}
</li>`;
}

/** A moment that people and programs can read. */
export function momentOf(site: Site, at: number): Html {
  return html`<time datetime="${new Date(at).toISOString()}">${tellMoment(at, {
    locale: site.language,
    zone: publicZone,
  })}</time>`;
}

function labelOf(site: Site, version: Version): Html | "" {
  const words = site.words.topic;
  if (version.kind === "corrected") return html` <strong class="label corrected">${words.corrected}</strong>`;
  if (version.kind === "updated") return html` <strong class="label">${words.updatedLabel}</strong>`;
  return "";
}
