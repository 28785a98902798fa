// The time zones that a form offers, by area and city. Building the list takes milliseconds and nothing in it differs
// between two readers but which one is selected, so the markup is made once for each locale.

import { raw } from "hono/html";
import type { Html, Site } from "./site.ts";

interface ZoneMarkup {
  readonly start: string;
  readonly zones: ReadonlySet<string>;
}

/** Cities that Intl still lists under a name that their people have given up; the zone's own name stays as it is. */
const cityNames: Readonly<Record<string, string>> = {
  "Africa/Asmera": "Asmara",
  "America/Coral_Harbour": "Atikokan",
  "America/Godthab": "Nuuk",
  "Antarctica/DumontDUrville": "Dumont d’Urville",
  "Asia/Calcutta": "Kolkata",
  "Asia/Katmandu": "Kathmandu",
  "Asia/Rangoon": "Yangon",
  "Asia/Saigon": "Ho Chi Minh City",
  "Atlantic/Faeroe": "Faroe",
  "Europe/Kiev": "Kyiv",
  "Pacific/Enderbury": "Kanton",
  "Pacific/Ponape": "Pohnpei",
  "Pacific/Truk": "Chuuk",
};

const markups = new Map<string, ZoneMarkup>();

/** The options of a zone's select, `selected` among them even where the list lacks it. */
export function zoneOptions(site: Site, selected: string): Html {
  const markup = markups.get(site.language) ?? buildMarkup(site);
  markups.set(site.language, markup);
  if (!markup.zones.has(selected)) {
    return raw(`<option value="${escaped(selected)}" selected>${escaped(selected)}</option>${markup.start}`);
  }
  return raw(markup.start.replace(`value="${selected}"`, `value="${selected}" selected`));
}

/** How the list calls a zone: its city. */
export function zoneName(zone: string): string {
  const [, ...places] = zone.split("/");
  if (places.length === 0) return zone;
  // "America/Indiana/Knox": the city first, as readers look for it.
  return (cityNames[zone] ?? places.reverse().join(", ")).replaceAll("_", " ");
}

/** Names are in plain letters, so their codes sort them; building a collator would cost a cold start some 40 ms. */
function byName(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function buildMarkup(site: Site): ZoneMarkup {
  // Intl leaves UTC out of what it supports (ECMA-402, 9.1.1 lists primary zones by place).
  const zones = Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/"));
  const groups = Object.entries(Object.groupBy(zones, (zone) => zone.split("/")[0] ?? ""))
    .map(([area, members = []]) => ({ area: site.words.area(area), members }))
    .sort((a, b) => byName(a.area, b.area))
    .map(({ area, members }) => {
      const options = members
        .map((zone) => ({ zone, name: zoneName(zone) }))
        .sort((a, b) => byName(a.name, b.name))
        .map(({ zone, name }) => `<option value="${zone}">${escaped(name)}`);
      return `<optgroup label="${escaped(area)}">${options.join("")}</optgroup>`;
    });
  return { start: `<option value="UTC">UTC${groups.join("")}`, zones: new Set(["UTC", ...zones]) };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
