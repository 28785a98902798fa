// What a reader follows, how often and when; each part is a form of its own, so that all of it works without a script.

import { html } from "hono/html";
import { type Cadence, cadences } from "#core/cadence.ts";
import { hours, parseHour, type Schedule, type Weekday } from "#core/schedule.ts";
import type { Topic } from "#core/topic.ts";
import { type Choice, describedBy, type FieldProblem, options, problemBeside, problemSummary } from "./fields.ts";
import { layout } from "./layout.ts";
import { homePath, preferencesPath } from "./paths.ts";
import type { Html, Page, Site } from "./site.ts";
import { zoneOptions } from "./zone-options.ts";

export interface PreferencesView {
  readonly token: string;
  readonly schedule: Schedule;
  readonly subscriptions: readonly { readonly topic: Topic; readonly cadence: Cadence }[];
  /** What was changed just now. */
  readonly done?: "saved" | "stopped";
  readonly refused?: RefusedChange;
}

/** A refused change: what was typed, and what is wrong with it by field, in words. */
export interface RefusedChange {
  readonly typed: Readonly<Partial<Record<ChangeField, string>>>;
  readonly problems: Readonly<Partial<Record<ChangeField, string>>>;
}

export type ChangeField = "action" | "topic" | "cadence" | "hour" | "weekday" | "zone";

const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

export function preferencesPage(site: Site, view: PreferencesView): Page {
  const words = site.words.preferences;
  const problems = view.refused?.problems ?? {};
  return layout(site, {
    title: words.title,
    message:
      view.refused === undefined ? (doneMessage(site, view) ?? words.message) : Object.values(problems).join(" "),
    hasProblem: view.refused !== undefined,
    main: html`<h1>${words.title}</h1>
${problemSummary(site, summarised(view))}
${doneNote(site, view)}
<p class="lead">${words.message}</p>
${storiesSection(site, view)}
${whenSection(site, view)}
${stopAllSection(site, view)}`,
  });
}

function doneMessage(site: Site, view: PreferencesView): string | undefined {
  return view.done === undefined ? undefined : site.words.preferences[view.done];
}

function doneNote(site: Site, view: PreferencesView): Html | "" {
  const message = doneMessage(site, view);
  return message === undefined ? "" : html`<p class="done" role="status" tabindex="-1" autofocus>${message}</p>`;
}

/** Where each refused field stands on this page; one that has no control here leads to the first heading. */
function summarised(view: PreferencesView): FieldProblem[] {
  const { typed = {}, problems = {} } = view.refused ?? {};
  const about = view.subscriptions.find(({ topic }) => topic.slug === typed.topic);
  return (Object.keys(problems) as ChangeField[]).map((field) => {
    const message = problems[field] ?? "";
    if (field === "hour" || field === "weekday" || field === "zone") return { id: field, message };
    if (field === "cadence" && about !== undefined) return { id: `cadence-${about.topic.slug}`, message };
    return { id: "stories", message };
  });
}

function storiesSection(site: Site, view: PreferencesView): Html {
  const words = site.words.preferences;
  const list = html`<ul class="subscriptions">${view.subscriptions.map((one) => subscriptionForm(site, view, one))}</ul>`;
  const none = html`<p>${words.none} <a href="${homePath}">${site.words.allStories}</a></p>`;
  return html`<section aria-labelledby="stories">
<h2 id="stories" tabindex="-1">${words.stories}</h2>
${view.subscriptions.length === 0 ? none : list}
</section>`;
}

function subscriptionForm(site: Site, view: PreferencesView, one: PreferencesView["subscriptions"][number]): Html {
  const words = site.words.preferences;
  const { topic } = one;
  const id = `cadence-${topic.slug}`;
  const isRefused = view.refused?.typed.topic === topic.slug;
  const problem = isRefused ? view.refused?.problems.cadence : undefined;
  const chosen = isRefused ? (view.refused?.typed.cadence ?? one.cadence) : one.cadence;
  const choices: Choice[] = cadences.map((cadence) => ({ value: cadence, label: site.words.signUp.choices[cadence] }));
  const about = html`<span class="unseen">${words.about(topic.title)}</span>`;
  return html`<li><h3>${topic.title}</h3>
${topic.closed === undefined ? "" : html`<p class="hint">${site.words.ended.listed}</p>`}
<form method="post" action="${preferencesPath(view.token)}" novalidate>
<input type="hidden" name="topic" value="${topic.slug}">
${problemBeside(id, problem)}
<label for="${id}">${words.cadence}${about}</label>
<select id="${id}" name="cadence" autocomplete="off"${describedBy(id, { hint: false, problem })}>${options(choices, chosen)}</select>
<button name="action" value="save">${words.save}${about}</button>
<button class="plain" name="action" value="leave">${words.stop}${about}</button>
</form></li>`;
}

function whenSection(site: Site, view: PreferencesView): Html {
  const words = site.words.preferences;
  const { typed = {}, problems = {} } = view.refused ?? {};
  const hour = parseHour(typed.hour ?? "") ?? typed.hour ?? view.schedule.hour;
  const weekday = typed.weekday ?? String(view.schedule.weekday);
  const hourChoices: Choice[] = hours.map((value) => ({ value, label: value }));
  const weekdayChoices: Choice[] = weekdays.map((day) => ({ value: String(day), label: site.words.weekday(day) }));
  return html`<section aria-labelledby="when">
<h2 id="when">${words.when}</h2>
<form method="post" action="${preferencesPath(view.token)}" novalidate>
${selectField({ id: "hour", label: words.hour, options: options(hourChoices, hour), problem: problems.hour })}
${selectField({ id: "weekday", label: words.weekday, options: options(weekdayChoices, weekday), problem: problems.weekday })}
${selectField({
  id: "zone",
  label: words.zone,
  options: zoneOptions(site, typed.zone ?? view.schedule.zone),
  problem: problems.zone,
})}
<button name="action" value="save">${words.saveWhen}</button>
</form>
</section>`;
}

function selectField(field: {
  readonly id: string;
  readonly label: string;
  readonly options: Html;
  readonly problem: string | undefined;
}): Html {
  const { id, label, problem } = field;
  return html`<div class="field"><label for="${id}">${label}</label>
${problemBeside(id, problem)}
<select id="${id}" name="${id}" autocomplete="off"${describedBy(id, { hint: false, problem })}>${field.options}</select></div>`;
}

function stopAllSection(site: Site, view: PreferencesView): Html | "" {
  const words = site.words.preferences;
  if (view.subscriptions.length === 0) return "";
  return html`<section aria-labelledby="all">
<h2 id="all">${words.all}</h2>
<p>${words.allHint}</p>
<form method="post" action="${preferencesPath(view.token)}"><button class="plain" name="action" value="leave">${words.stopAll}</button></form>
</section>`;
}
