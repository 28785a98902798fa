// The one stylesheet. It is kept as text for the same reason as the script: the bundle carries it. Fonts are the
// reader's own; every direction is logical, so that a right-to-left page needs nothing more. Contrast is at least
// 4.5:1 for text and 3:1 for edges of controls (WCAG 2.2, 1.4.3 and 1.4.11), in both colour schemes.

export const styles = `:root {
  color-scheme: light dark;
  --paper: #fff;
  --tint: #f1f5f8;
  --ink: #1b1f23;
  --quiet: #56606a;
  --rule: #d5dbe0;
  --edge: #6b7680;
  --accent: #14507a;
  --on-accent: #fff;
  --alarm: #a8201a;
  --good: #1e6b3a;
  --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181c;
    --tint: #1d242b;
    --ink: #e8ebee;
    --quiet: #a5b0ba;
    --rule: #333d46;
    --edge: #8593a0;
    --accent: #8cc4ee;
    --on-accent: #0d1a24;
    --alarm: #ff9c94;
    --good: #8fd6a6;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 1.0625rem/1.55 var(--sans);
  overflow-wrap: break-word;
}
main, .masthead, footer { padding-inline: max(clamp(1rem, 4vw, 2.5rem), calc(50% - 31.5rem)); }
main { padding-block: clamp(1.75rem, 5vw, 3.5rem) 4rem; }
.masthead { padding-block: 1rem; border-block-end: 1px solid var(--rule); }
.masthead a { color: var(--ink); font: 700 1.25rem/1.2 var(--serif); text-decoration: none; }
footer { padding-block: 1.5rem 2.5rem; border-block-start: 1px solid var(--rule); color: var(--quiet); font-size: .9375rem; }
footer p { margin: 0 0 .5rem; }
footer ul { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: 0; padding: 0; list-style: none; }
footer li a { display: inline-block; padding-block: .25rem; }
h1, h2, h3 { font-family: var(--serif); line-height: 1.2; text-wrap: balance; }
h1 { margin: 0 0 .75rem; max-inline-size: 22em; font-size: clamp(1.875rem, 1.5rem + 2vw, 2.75rem); letter-spacing: -.01em; }
h2 { margin: 2.5rem 0 1rem; font-size: 1.375rem; }
h3 { margin: 0 0 .5rem; font-size: 1.1875rem; }
p { margin: 0 0 1rem; }
a { color: var(--accent); text-underline-offset: .15em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
main > p, main > ul, main > section { max-inline-size: 42rem; }
.lead { font-size: 1.1875rem; }
.updated, .hint { color: var(--quiet); font-size: .9375rem; }
main > form { margin-block: 1.5rem 1rem; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.topics { margin: 2rem 0 0; padding: 0; list-style: none; border-block-start: 1px solid var(--rule); }
.topics li { border-block-end: 1px solid var(--rule); }
.topics a { display: block; padding-block: 1rem; color: var(--ink); font: 600 1.25rem/1.3 var(--serif); text-decoration: none; }
.topics a:hover { color: var(--accent); text-decoration: underline; }

.beside { display: grid; gap: 2.5rem; margin-block-start: 2rem; }
.beside > section > h2 { margin-block-start: 0; }
.prompt { align-self: start; padding: clamp(1.25rem, 4vw, 1.75rem); background: var(--tint); border-block-start: 4px solid var(--accent); }
.prompt h2 { margin-block-end: .375rem; color: var(--accent); font: 700 .875rem/1.3 var(--sans); letter-spacing: .06em; text-transform: uppercase; }
.prompt h2 + p { font: 600 1.1875rem/1.35 var(--serif); }
.prompt > .hint { margin: 1.25rem 0 0; }
@media (min-width: 60rem) {
  .beside { grid-template-columns: minmax(0, 1fr) 23rem; gap: 4rem; }
  .prompt { grid-column: 2; grid-row: 1; }
  .beside > section:not(.prompt) { grid-column: 1; grid-row: 1; }
}

.developments { margin: 0; padding: 0; list-style: none; }
.developments > li { padding-block: 1.5rem; border-block-start: 1px solid var(--rule); max-inline-size: 42rem; }
.developments > li:target { border-block-start-color: var(--accent); box-shadow: 0 -2px 0 var(--accent); }
.developments h3 a { color: var(--ink); text-decoration-color: var(--edge); }
.developments h3 a:hover { color: var(--accent); }
.about { margin: 0 0 .375rem; color: var(--quiet); font-size: .9375rem; }
.label { margin-inline-start: .5rem; padding: .0625rem .5rem; border: 1px solid currentcolor; border-radius: 1rem; color: var(--accent); font-size: .8125rem; font-weight: 600; white-space: nowrap; }
.label.corrected { color: var(--alarm); }
.note { padding-inline-start: .875rem; border-inline-start: 3px solid var(--alarm); }
.text > :last-child, .developments > li > :last-child { margin-block-end: 0; }
.text blockquote { margin: 0 0 1rem; padding-inline-start: 1rem; border-inline-start: 3px solid var(--rule); }
.attribution { color: var(--quiet); font-size: .9375rem; }
.text + .attribution { margin-block-start: .75rem; }
.further { display: flex; justify-content: space-between; gap: 1rem; padding-block: 1rem; border-block-start: 1px solid var(--rule); }
.further a { padding-block: .5rem; }

fieldset { margin: 0 0 1.25rem; padding: 0; border: 0; min-inline-size: 0; }
legend, label { font-weight: 600; }
legend { padding: 0; }
fieldset .hint, .field .hint { margin-block-end: .5rem; }
.choice { display: flex; align-items: start; gap: .625rem; margin: 0; padding-block: .4375rem; }
.choice label { flex: 1; font-weight: 400; }
.choice input { flex: none; inline-size: 1.25rem; block-size: 1.25rem; margin: .1875rem 0 0; accent-color: var(--accent); }
.field { margin-block-end: 1.25rem; }
.field label { display: block; margin-block-end: .25rem; }
main > section .field { max-inline-size: 26rem; }
summary { padding-block: .375rem; color: var(--quiet); font-size: .9375rem; cursor: pointer; }
details[open] > summary { margin-block-end: .5rem; }
input[type="email"], select {
  display: block;
  inline-size: 100%;
  min-block-size: 2.875rem;
  padding: .5rem .75rem;
  border: 1px solid var(--edge);
  border-radius: 4px;
  background: var(--paper);
  color: var(--ink);
  font: inherit;
}
[aria-invalid="true"]:not(fieldset) { border: 2px solid var(--alarm); }
.problem { margin-block-end: .375rem; color: var(--alarm); font-weight: 600; }
.summary { margin-block-end: 1.5rem; padding: 1rem 1.25rem; border: 2px solid var(--alarm); background: var(--paper); max-inline-size: 42rem; }
.summary h2 { margin: 0 0 .5rem; color: var(--ink); font: 700 1.0625rem/1.3 var(--sans); letter-spacing: 0; text-transform: none; }
.summary ul { margin: 0; padding-inline-start: 1.125rem; }
.summary a { color: var(--alarm); }
[tabindex="-1"]:focus { outline: none; }
.done { margin-block: 1rem 1.5rem; padding: .75rem 1rem; border-inline-start: 4px solid var(--good); background: var(--tint); font-weight: 600; }
button, .button {
  display: inline-block;
  min-block-size: 2.875rem;
  padding: .5625rem 1.375rem;
  border: 1px solid var(--accent);
  border-radius: 4px;
  background: var(--accent);
  color: var(--on-accent);
  font: 600 1.0625rem/1.6 var(--sans);
  text-decoration: none;
  cursor: pointer;
}
button:hover, .button:hover { filter: brightness(1.12); text-decoration: underline; }
button.plain { background: transparent; color: var(--accent); }
.prompt form button { inline-size: 100%; }

.subscriptions { margin: 0; padding: 0; list-style: none; }
.subscriptions li { padding-block: 1.25rem; border-block-start: 1px solid var(--rule); }
.subscriptions form { display: grid; grid-template-columns: 1fr 1fr; gap: .375rem .75rem; }
.subscriptions label, .subscriptions .problem { grid-column: 1 / -1; margin: 0; }
.subscriptions select { grid-column: 1 / -1; }
@media (min-width: 40rem) {
  .subscriptions form { grid-template-columns: minmax(0, 1fr) auto auto; }
  .subscriptions select { grid-column: auto; }
}
@media print {
  .prompt, .further { display: none; }
}
@media (forced-colors: active) {
  .label { border-color: currentcolor; }
}
`;
