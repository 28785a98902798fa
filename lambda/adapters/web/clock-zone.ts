/** A zone as it is written beside a time: an IANA name, minutes east of UTC, or the clock of the place. */
export type WrittenZone = { readonly iana: string } | { readonly offsetMinutes: number } | { readonly isLocal: true };

/**
 * Short names of zones. People write the winter's name in summer as well, so each stands for the zone and not for an
 * offset. Those that mean several zones (AST, CST in China) are left out or mean what English readers take them for.
 */
const abbreviations: Readonly<Record<string, string>> = {
  ...named("America/New_York", "ET EST EDT"),
  ...named("America/Chicago", "CT CST CDT"),
  ...named("America/Denver", "MT MST MDT"),
  ...named("America/Los_Angeles", "PT PST PDT"),
  ...named("America/Anchorage", "AKST AKDT AKT"),
  ...named("Pacific/Honolulu", "HST"),
  ...named("America/Sao_Paulo", "BRT"),
  ...named("America/Argentina/Buenos_Aires", "ART"),
  ...named("Europe/London", "BST"),
  ...named("Europe/Lisbon", "WET WEST"),
  ...named("Europe/Berlin", "CET CEST MEZ MESZ HNEC"),
  ...named("Europe/Kyiv", "EET EEST"),
  ...named("Europe/Moscow", "MSK МСК"),
  ...named("Europe/Istanbul", "TRT"),
  ...named("Asia/Kolkata", "IST"),
  ...named("Asia/Karachi", "PKT"),
  ...named("Asia/Jakarta", "WIB"),
  ...named("Asia/Singapore", "SGT"),
  ...named("Asia/Hong_Kong", "HKT"),
  ...named("Asia/Dubai", "GST"),
  ...named("Asia/Tokyo", "JST"),
  ...named("Asia/Seoul", "KST"),
  ...named("Australia/Sydney", "AEST AEDT AET"),
  ...named("Australia/Adelaide", "ACST ACDT"),
  ...named("Australia/Perth", "AWST"),
  ...named("Pacific/Auckland", "NZST NZDT"),
  ...named("Africa/Johannesburg", "SAST"),
  ...named("Africa/Nairobi", "EAT"),
  ...named("Africa/Lagos", "WAT"),
};

const places: Readonly<Record<string, string>> = {
  eastern: "America/New_York",
  central: "America/Chicago",
  mountain: "America/Denver",
  pacific: "America/Los_Angeles",
  kyiv: "Europe/Kyiv",
  kiev: "Europe/Kyiv",
  moscow: "Europe/Moscow",
  london: "Europe/London",
  paris: "Europe/Paris",
  berlin: "Europe/Berlin",
  jerusalem: "Asia/Jerusalem",
  israel: "Asia/Jerusalem",
  tehran: "Asia/Tehran",
  tokyo: "Asia/Tokyo",
  beijing: "Asia/Shanghai",
};

const short = new RegExp(String.raw`^\s?\(?(${Object.keys(abbreviations).join("|")})(?![\p{L}\p{N}])\)?`, "u");
const universal = /^\s?\(?(?:(?:UTC|GMT|Z)(?![\p{L}])(?:\s?([+-]\d{1,2})(?::?(\d\d))?(?!\d))?|([+-]\d\d):?(\d\d))\)?/u;
const placed = new RegExp(
  String.raw`^\s?\(?(local|ora local|hora local|heure locale|Ortszeit|(?:${Object.keys(places).join("|")})(?: standard| daylight)?)(?: time)?(?![\p{L}])\)?`,
  "iu",
);

/** The zone that a text begins with. */
export function zoneAt(text: string): { readonly zone: WrittenZone; readonly length: number } | undefined {
  const known = short.exec(text);
  const iana = abbreviations[known?.[1] ?? ""];
  if (known !== null && iana !== undefined) return { zone: { iana }, length: known[0].length };
  const offset = universal.exec(text);
  if (offset !== null) {
    const hours = Number(offset[1] ?? offset[3] ?? 0);
    const minutes = Number(offset[2] ?? offset[4] ?? 0) * (/-/.test(offset[0]) ? -1 : 1);
    if (Math.abs(hours) > 14) return undefined;
    return { zone: { offsetMinutes: hours * 60 + minutes }, length: offset[0].length };
  }
  const place = placed.exec(text);
  if (place === null) return undefined;
  const name = (place[1] ?? "").toLowerCase().replace(/ (?:standard|daylight)$/, "");
  const zone = places[name];
  // A city counts only with the word after it: `3 p.m. Paris time`.
  if (zone !== undefined && !/ time\)?$/i.test(place[0])) return undefined;
  return { zone: zone === undefined ? { isLocal: true } : { iana: zone }, length: place[0].length };
}

function named(zone: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(" ").map((name) => [name, zone]));
}
