/** The frame of the local tools' pages. */
import { html, raw } from "hono/html";
import type { Instant } from "#core/instant.ts";

export type Markup = ReturnType<typeof html>;

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2733; --quiet: #5b6875; --paper: #fff; --line: #d8dee5; --soft: #f3f6f9; --accent: #0a5ea8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edf2; --quiet: #a3b0bd; --paper: #161c23; --line: #33404d; --soft: #1e2630; --accent: #7fbcf5; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0.5rem 0; font-size: 1.5rem; line-height: 1.25; }
a { color: var(--accent); }
form { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin: 1rem 0; }
input { flex: 1 1 10rem; min-width: 0; }
input, button { font: inherit; padding: 0.5rem 0.75rem; border: 1px solid var(--quiet); border-radius: 0.375rem;
  background: var(--paper); color: var(--ink); }
button { background: var(--soft); cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.mails { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
.mails li { border-bottom: 1px solid var(--line); }
.mails a { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: 0.75rem 0.5rem; color: inherit; text-decoration: none; }
.mails a:hover { background: var(--soft); }
.subject { grid-column: 1 / -1; font-weight: 600; }
.to, time, dt { color: var(--quiet); }
.mails time { white-space: nowrap; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.125rem 1rem; margin: 0.5rem 0 1rem; }
dd { margin: 0; }
nav { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 1rem 0; }
nav a { padding: 0.375rem 0.875rem; border: 1px solid var(--line); border-radius: 999px; text-decoration: none; }
nav a[aria-current] { background: var(--accent); border-color: var(--accent); color: var(--paper); }
iframe { display: block; width: 100%; height: 75vh; border: 1px solid var(--line); border-radius: 0.375rem; background: #fff; resize: vertical; }
pre { margin: 0; padding: 1rem; background: var(--soft); border-radius: 0.375rem; white-space: pre-wrap; font: 0.875rem/1.5 ui-monospace, monospace; }
@media (max-width: 30rem) {
  .mails a { grid-template-columns: 1fr; }
  dl { grid-template-columns: 1fr; }
  dd { margin-bottom: 0.375rem; }
}
`;

export function page(title: string, content: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Bulletin on this machine</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        ${content}
      </body>
    </html>`;
}

/** For example "Sun 29 Mar 2026, 07:00:12 UTC". */
export function readable(instant: Instant): string {
  const [, weekday, date, time] = /^(\w+), (\d+ \w+ \d+) (\S+)/.exec(new Date(instant).toUTCString()) ?? [];
  return `${weekday} ${date}, ${time} UTC`;
}
