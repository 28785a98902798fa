// The parts that forms are made of. A refused field says so beside itself and in a summary above, which takes the
// focus when the page opens and leads to it.

import { html } from "hono/html";
import type { Html, Site } from "./site.ts";

/** A refused field: the id of its control and what is wrong, in words. */
export interface FieldProblem {
  readonly id: string;
  readonly message: string;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** All that was refused, or nothing. */
export function problemSummary(site: Site, problems: readonly FieldProblem[]): Html | "" {
  if (problems.length === 0) return "";
  return html`<div class="summary" role="alert" aria-labelledby="summary-title" tabindex="-1" autofocus>
<h2 id="summary-title">${site.words.problemHeading}</h2>
<ul>${problems.map(({ id, message }) => html`<li><a href="#${id}">${message}</a></li>`)}</ul>
</div>`;
}

/** What is wrong with the field `id`, beside it. */
export function problemBeside(id: string, problem: string | undefined): Html | "" {
  return problem === undefined ? "" : html`<p class="problem" id="${id}-problem">${problem}</p>`;
}

/** The attributes by which a control is tied to its hint and its problem. */
export function describedBy(id: string, parts: { readonly hint: boolean; readonly problem: string | undefined }): Html {
  const ids = [parts.hint ? `${id}-hint` : "", parts.problem === undefined ? "" : `${id}-problem`].filter(Boolean);
  const description = ids.length === 0 ? "" : html` aria-describedby="${ids.join(" ")}"`;
  return parts.problem === undefined ? html`${description}` : html`${description} aria-invalid="true"`;
}

/** A select's options; a selected value that is not among them is shown first, as it was typed. */
export function options(choices: readonly Choice[], selected: string): Html {
  const known = choices.some(({ value }) => value === selected);
  const all = known ? choices : [{ value: selected, label: selected }, ...choices];
  return html`${all.map(
    ({ value, label }) => html`<option value="${value}"${value === selected ? html` selected` : ""}>${label}</option>`,
  )}`;
}
