// The preferences link: GET shows what its subscriber follows, POST changes it and comes back.

import { expiredPreferencesPage, renewedPage } from "#pages/expired-page.ts";
import { preferencesPath } from "#pages/paths.ts";
import { type ChangeField, type PreferencesView, preferencesPage } from "#pages/preferences-page.ts";
import type { Site } from "#pages/site.ts";
import type { PreferencesProblems, TypedPreferences } from "#pipeline/change-preferences.ts";
import type { Answer } from "./answer.ts";
import type { Fields } from "./form.ts";
import { failure, layRoute, part, type RouteParts, withAnyBody, withForm } from "./route.ts";

type TypedFields = Readonly<Partial<Record<ChangeField, string>>>;

const changeFields: readonly ChangeField[] = ["action", "topic", "cadence", "hour", "weekday", "zone"];

/** Longest value taken, in characters: zones and slugs are far shorter, and a refused one is shown again. */
const valueMaxLength = 200;

export function layPreferencesRoutes(parts: RouteParts): void {
  const { site, steps } = parts;
  layRoute(parts, "/preferences/:token", {
    GET: async (context) => show(parts, part(context, "token"), { done: doneOf(context.req.query("done")) }),
    POST: withForm(site, async (context, fields) => change(parts, part(context, "token"), typedFields(fields))),
  });
  layRoute(parts, "/preferences/:token/renew", {
    POST: withAnyBody(site, async (context) => {
      const outcome = await steps.renewLink(part(context, "token"));
      if (outcome.kind === "forged") return failure(site, "forged");
      return { status: 200, outcome: "mailed", page: renewedPage(site) };
    }),
  });
}

interface Shown {
  readonly done?: PreferencesView["done"] | undefined;
  readonly refused?: PreferencesView["refused"];
}

async function show({ site, steps }: RouteParts, token: string, { done, refused }: Shown): Promise<Answer> {
  const link = await steps.openLink(token, "preferences");
  if (link.kind === "expired") {
    return { status: 410, outcome: "expired", page: expiredPreferencesPage(site, token) };
  }
  if (link.kind !== "preferences") return failure(site, "forged");
  const { schedule, subscriptions } = link;
  const view = { token, schedule, subscriptions, ...(done && { done }), ...(refused && { refused }) };
  const page = preferencesPage(site, view);
  if (refused !== undefined) return { status: 422, outcome: "refused", page, fields: { ...refused.problems } };
  return { status: 200, outcome: done ?? "preferences", page };
}

async function change(parts: RouteParts, token: string, typed: TypedFields): Promise<Answer> {
  const { site, steps } = parts;
  const outcome = await steps.changePreferences(token, {
    ...typed,
    action: typed.action ?? "",
  } satisfies TypedPreferences);
  switch (outcome.kind) {
    case "forged":
      return failure(site, "forged");
    case "expired":
      return { status: 410, outcome: "expired", page: expiredPreferencesPage(site, token) };
    case "refused":
      return show(parts, token, { refused: { typed, problems: inWords(site, outcome.fields) } });
    case "changed":
      return back(parts, token, typed.action === "leave" ? "stopped" : "saved");
  }
}

/** 303 to the same page, which says what was done: loading it again changes nothing. */
async function back(parts: RouteParts, token: string, done: "saved" | "stopped"): Promise<Answer> {
  const shown = await show(parts, token, { done });
  const headers = { Location: `${preferencesPath(token)}?done=${done}` };
  return shown.status === 200 ? { ...shown, status: 303, headers } : shown;
}

function doneOf(text: string | undefined): "saved" | "stopped" | undefined {
  return text === "saved" || text === "stopped" ? text : undefined;
}

/** What was sent, field by field; what was not sent stays absent. */
function typedFields(fields: Fields): TypedFields {
  const sent = changeFields.flatMap((name) => {
    const value = fields.get(name);
    return value === undefined ? [] : [[name, value.slice(0, valueMaxLength)] as const];
  });
  return Object.fromEntries(sent);
}

function inWords({ words }: Site, fields: PreferencesProblems): TypedFields {
  const refused = changeFields.filter((name) => fields[name] !== undefined);
  return Object.fromEntries(refused.map((name) => [name, words.problems[name]]));
}
