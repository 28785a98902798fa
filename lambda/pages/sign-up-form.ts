// The form by which a reader follows a topic: how often, where to, in which time zone.

import { html } from "hono/html";
import { type Cadence, cadences } from "#core/cadence.ts";
import { addressOf, type Topic } from "#core/topic.ts";
import { describedBy, type FieldProblem, problemBeside, problemSummary } from "./fields.ts";
import { subscribePath } from "./paths.ts";
import type { Html, Site } from "./site.ts";
import { zoneName, zoneOptions } from "./zone-options.ts";

/** What a reader typed, as it came. */
export interface TypedSignUp {
  readonly email: string;
  readonly cadence: string;
  readonly zone: string;
  readonly locale: string;
}

/** A refused sign-up: what was typed, and what is wrong with it by field, in words. */
export interface RefusedSignUp {
  readonly typed: TypedSignUp;
  readonly problems: SignUpMessages;
}

export interface SignUpMessages {
  readonly email?: string;
  readonly cadence?: string;
  readonly zone?: string;
  readonly locale?: string;
}

/** What the form proposes: one mail a day asks least of a reader who does not care. */
const proposedCadence: Cadence = "daily";

/** What stands in the form where no script can ask the browser. */
const proposedZone = "UTC";

/** The form, afresh or with what was refused. */
export function signUpForm(site: Site, topic: Topic, refused?: RefusedSignUp): Html {
  const words = site.words.signUp;
  const problems = refused?.problems ?? {};
  return html`${problemSummary(site, summarised(problems))}
<form method="post" action="${subscribePath(addressOf(topic))}" novalidate>
${cadenceField(site, refused?.typed.cadence ?? proposedCadence, problems.cadence)}
<div class="field"><label for="email">${words.email}</label>
${problemBeside("email", problems.email)}
<input id="email" name="email" type="email" autocomplete="email" autocapitalize="none" spellcheck="false" required value="${
    refused?.typed.email ?? ""
  }"${describedBy("email", { hint: false, problem: problems.email })}></div>
${zoneField(site, refused, problems.zone)}
<input type="hidden" name="locale" value="${site.locale}">
<button id="sign-up-submit">${words.submit}</button>
</form>
<p class="hint">${words.next} <a href="${site.newsroom.privacyUrl}">${words.privacy(site.newsroom.name)}</a></p>`;
}

function summarised(problems: SignUpMessages): FieldProblem[] {
  const controls = { cadence: "cadence-instant", email: "email", zone: "zone", locale: "sign-up-submit" } as const;
  return (Object.keys(controls) as (keyof typeof controls)[]).flatMap((field) => {
    const message = problems[field];
    return message === undefined ? [] : [{ id: controls[field], message }];
  });
}

function cadenceField(site: Site, chosen: string, problem: string | undefined): Html {
  const words = site.words.signUp;
  return html`<fieldset role="radiogroup"${describedBy("cadence", { hint: true, problem })}>
<legend>${words.cadence}</legend>
<p class="hint" id="cadence-hint">${words.cadenceHint}</p>
${problemBeside("cadence", problem)}
${cadences.map(
  (cadence) =>
    html`<p class="choice"><input type="radio" id="cadence-${cadence}" name="cadence" value="${cadence}" required${
      cadence === chosen ? html` checked` : ""
    }><label for="cadence-${cadence}">${words.choices[cadence]}</label></p>`,
)}
</fieldset>`;
}

/** The zone is folded away: the script knows it better than most readers, and who has no script can open it. */
function zoneField(site: Site, refused: RefusedSignUp | undefined, problem: string | undefined): Html {
  const words = site.words.signUp;
  const zone = refused?.typed.zone ?? proposedZone;
  const fromBrowser = refused === undefined ? html` data-zone-from-browser="zone-shown"` : "";
  return html`<details class="field"${problem === undefined ? "" : html` open`}>
<summary>${words.zone}: <span id="zone-shown">${zoneName(zone)}</span></summary>
<label for="zone">${words.zone}</label>
<p class="hint" id="zone-hint">${words.zoneHint}</p>
${problemBeside("zone", problem)}
<select id="zone" name="zone" autocomplete="off"${fromBrowser}${describedBy("zone", { hint: true, problem })}>${zoneOptions(site, zone)}</select>
</details>`;
}
