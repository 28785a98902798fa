import { parseCadence } from "#core/cadence.ts";
import { isExpired } from "#core/link.ts";
import type { Merges } from "#core/merge.ts";
import { parseHour, parseWeekday, type Schedule } from "#core/schedule.ts";
import { recadenced, type SubscriberState, subscriptionTo, without } from "#core/subscriber.ts";
import { isZone } from "#core/zone.ts";
import { type Change, type ChangePorts, changeSubscriber } from "./change-subscriber.ts";
import { withFamilies } from "./leave.ts";
import type { Links } from "./ports/links.ts";
import type { Topics } from "./ports/topics.ts";

export interface PreferencesPorts extends ChangePorts {
  readonly topics: Pick<Topics, "merges">;
  readonly links: Links;
}

/** What came with the form, as it was typed. A field that is left out stays as it is. */
export interface TypedPreferences {
  /** `"save"` or `"leave"`. */
  readonly action: string;
  /** Save: whose cadence it is. Leave: what is left; without it, all is. */
  readonly topic?: string;
  readonly cadence?: string;
  readonly hour?: string;
  readonly weekday?: string;
  readonly zone?: string;
}

/** What is wrong, by field. */
export type PreferencesProblems = Readonly<Partial<Record<keyof TypedPreferences, "unknown">>>;

export type PreferencesOutcome =
  | { readonly kind: "changed" }
  | { readonly kind: "forged" }
  | { readonly kind: "expired" }
  | { readonly kind: "refused"; readonly fields: PreferencesProblems };

/** Changes what the holder of a preferences link asks for, or nothing. */
export async function changePreferences(
  ports: PreferencesPorts,
  token: string,
  typed: TypedPreferences,
): Promise<PreferencesOutcome> {
  const link = ports.links.open(token);
  if (link?.purpose !== "preferences") return { kind: "forged" };
  if (isExpired(link, ports.clock.now())) return { kind: "expired" };
  const fields = problems(typed);
  if (Object.keys(fields).length > 0) return { kind: "refused", fields };

  const changed = await changeSubscriber(ports, link.subscriber, async ({ entry }) =>
    typed.action === "leave"
      ? leaving(entry.state, typed, entry.number + 1, await ports.topics.merges())
      : saving(entry.state, typed),
  );
  if (changed === undefined) return { kind: "forged" };
  return changed === "no-such-topic" ? { kind: "refused", fields: { topic: "unknown" } } : { kind: "changed" };
}

function problems(typed: TypedPreferences): PreferencesProblems {
  const { action, topic, cadence, hour, weekday, zone } = typed;
  return {
    ...(action === "save" || action === "leave" ? {} : { action: "unknown" }),
    ...(cadence === undefined || parseCadence(cadence) !== undefined ? {} : { cadence: "unknown" }),
    ...(cadence === undefined || topic !== undefined ? {} : { topic: "unknown" }),
    ...(hour === undefined || parseHour(hour) !== undefined ? {} : { hour: "unknown" }),
    ...(weekday === undefined || parseWeekday(weekday) !== undefined ? {} : { weekday: "unknown" }),
    ...(zone === undefined || isZone(zone) ? {} : { zone: "unknown" }),
  };
}

type NoChange = "no-such-topic" | "nothing";

function saving(state: SubscriberState, typed: TypedPreferences): Change | NoChange {
  const { topic } = typed;
  if (topic !== undefined && subscriptionTo(state, topic) === undefined) return "no-such-topic";
  const cadence = parseCadence(typed.cadence ?? "");
  const after = topic === undefined || cadence === undefined ? state : recadenced(state, topic, cadence);
  const schedule: Schedule = {
    zone: typed.zone ?? state.schedule.zone,
    hour: parseHour(typed.hour ?? "") ?? state.schedule.hour,
    weekday: parseWeekday(typed.weekday ?? "") ?? state.schedule.weekday,
  };
  return { event: { kind: "changed" }, state: { ...after, schedule } };
}

function leaving(state: SubscriberState, typed: TypedPreferences, number: number, merges: Merges): Change | NoChange {
  const all = state.subscriptions.map(({ topic }) => topic);
  const named = typed.topic === undefined ? all : all.filter((topic) => topic === typed.topic);
  const topics = withFamilies(state, named, merges);
  if (topics.length === 0) {
    // A second press leaves nothing more, and is no mistake of the reader's.
    const wasFollowed = typed.topic === undefined || state.left.some(({ topic }) => topic === typed.topic);
    return wasFollowed ? "nothing" : "no-such-topic";
  }
  return { event: { kind: "left", topics }, state: without(state, topics, number) };
}
