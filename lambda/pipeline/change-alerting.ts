import { type Alerting, alertingOf, parseAlertsPerDay, parseQuietHours } from "#core/alerting.ts";
import { isExpired } from "#core/link.ts";
import type { SubscriberState } from "#core/subscriber.ts";
import type { PreferencesPorts } from "./change-preferences.ts";
import { changeSubscriber } from "./change-subscriber.ts";

/** What came with the form, as it was typed. A field that is left out stays as it is. */
export interface TypedAlerting {
  /** Both are half-hours, or both empty: then there are no quiet hours. */
  readonly quietFrom?: string;
  readonly quietTo?: string;
  /** `"yes"` or `"no"`. */
  readonly breakingPasses?: string;
  readonly perDay?: string;
  /** `"yes"` or `"no"`. */
  readonly bigNewsOnly?: string;
}

/** What is wrong, by field. */
export type AlertingProblems = Readonly<Partial<Record<keyof TypedAlerting, "unknown">>>;

export type AlertingOutcome =
  | { readonly kind: "changed" }
  | { readonly kind: "forged" }
  | { readonly kind: "expired" }
  | { readonly kind: "refused"; readonly fields: AlertingProblems };

/** Changes what the holder of a preferences link wants of alerts, or nothing. With the quiet hours the catch-up moves. */
export async function changeAlerting(
  ports: PreferencesPorts,
  token: string,
  typed: TypedAlerting,
): Promise<AlertingOutcome> {
  const link = ports.links.open(token);
  if (link?.purpose !== "preferences") return { kind: "forged" };
  if (isExpired(link, ports.clock.now())) return { kind: "expired" };
  const fields = problems(typed);
  if (Object.keys(fields).length > 0) return { kind: "refused", fields };
  const changed = await changeSubscriber(ports, link.subscriber, async ({ entry: { state } }) => ({
    event: { kind: "changed" },
    state: { ...state, alerting: alertingAfter(state, typed) },
  }));
  return { kind: changed === undefined ? "forged" : "changed" };
}

function problems({ quietFrom, quietTo, breakingPasses, perDay, bigNewsOnly }: TypedAlerting): AlertingProblems {
  const isQuietSaid = quietFrom !== undefined || quietTo !== undefined;
  const isNoQuiet = quietFrom === "" && quietTo === "";
  const isQuiet = isNoQuiet || parseQuietHours(quietFrom ?? "", quietTo ?? "") !== undefined;
  return {
    ...(isQuietSaid && !isQuiet ? { quietFrom: "unknown", quietTo: "unknown" } : {}),
    ...(isAnswer(breakingPasses) ? {} : { breakingPasses: "unknown" }),
    ...(perDay === undefined || parseAlertsPerDay(perDay) !== undefined ? {} : { perDay: "unknown" }),
    ...(isAnswer(bigNewsOnly) ? {} : { bigNewsOnly: "unknown" }),
  };
}

function isAnswer(typed: string | undefined): boolean {
  return typed === undefined || typed === "yes" || typed === "no";
}

function alertingAfter(state: SubscriberState, typed: TypedAlerting): Alerting {
  const { quiet: before, ...always } = alertingOf(state);
  const quiet = typed.quietFrom === undefined ? before : parseQuietHours(typed.quietFrom, typed.quietTo ?? "");
  return {
    breakingPasses: typed.breakingPasses === undefined ? always.breakingPasses : typed.breakingPasses === "yes",
    perDay: parseAlertsPerDay(typed.perDay ?? "") ?? always.perDay,
    bigNewsOnly: typed.bigNewsOnly === undefined ? always.bigNewsOnly : typed.bigNewsOnly === "yes",
    ...(quiet === undefined ? {} : { quiet }),
  };
}
