// The frame of every page: head, masthead and footer around one main part.

import { html } from "hono/html";
import { icon, stylesheet, zoneScript } from "./assets/files.ts";
import { homePath } from "./paths.ts";
import type { Html, Page, Site } from "./site.ts";

export interface PageParts {
  readonly title: string;
  /** What a program is told; the title where absent. */
  readonly message?: string;
  readonly main: Html;
  /** Whether the form on it was refused: the tab says so too. */
  readonly hasProblem?: boolean;
  /** The page's own path, if search engines may keep it. */
  readonly canonicalPath?: string;
}

export function layout(site: Site, parts: PageParts): Page {
  const { newsroom, words } = site;
  const title = parts.hasProblem ? words.problemTitle(parts.title) : parts.title;
  return {
    title: parts.title,
    message: parts.message ?? parts.title,
    html: html`<!doctype html>
<html lang="${site.language}" dir="${site.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === newsroom.name ? title : `${title} – ${newsroom.name}`}</title>
<meta name="color-scheme" content="light dark">
${parts.canonicalPath === undefined ? "" : html`<link rel="canonical" href="${site.origin}${parts.canonicalPath}">`}
<link rel="icon" href="${icon.path}" type="image/svg+xml">
<link rel="stylesheet" href="${stylesheet.path}">
<script src="${zoneScript.path}" defer></script>
</head>
<body>
<header class="masthead"><a href="${homePath}">${newsroom.name}</a></header>
<main>${parts.main}</main>
<footer>
<p>${newsroom.postalAddress.split(/\r?\n/).join(", ")}</p>
<ul>
<li><a href="${homePath}">${words.allStories}</a></li>
<li><a href="${newsroom.privacyUrl}">${words.privacy}</a></li>
<li><a href="${contactUrl(newsroom.contact)}">${words.contact}</a></li>
</ul>
</footer>
</body>
</html>
`,
  };
}

/** Where a reader reaches a person: the operator gives a mail address or an https address. */
export function contactUrl(contact: string): string {
  return /^https?:/.test(contact) ? contact : `mailto:${contact}`;
}
