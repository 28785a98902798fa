import type { Instant } from "#core/instant.ts";

/** Years that news can be from; what is outside is a mistake of the feed. */
const yearMin = 1990;
const yearMax = 2100;

/** Longest date that is looked at, in characters. */
const dateMaxLength = 80;

// biome-ignore format: one line a zone would be a page
/** Minutes east of UTC of the zones that feeds name; of two meanings, the one that news feeds mostly mean. */
const zones: Readonly<Record<string, number>> = {
  z: 0, ut: 0, utc: 0, gmt: 0, wet: 0, west: 60, bst: 60, ist: 330, cet: 60, met: 60, mez: 60, cest: 120, mest: 120,
  mesz: 120, sast: 120, cat: 120, eet: 120, eest: 180, msk: 180, msd: 240, eat: 180, gst: 240, pkt: 300, npt: 345,
  ict: 420, wib: 420, hkt: 480, sgt: 480, pht: 480, awst: 480, jst: 540, kst: 540, acst: 570, acdt: 630, aest: 600,
  aedt: 660, nzst: 720, nzdt: 780, nst: -210, ndt: -150, ast: -240, adt: -180, est: -300, edt: -240, et: -300,
  cst: -360, cdt: -300, ct: -360, mst: -420, mdt: -360, mt: -420, pst: -480, pdt: -420, pt: -480, akst: -540,
  akdt: -480, hst: -600, brt: -180, art: -180, clt: -240,
};

/** Beginnings of the months' names in the languages of many feeds; the first that fits counts. */
const months: readonly RegExp[] = [
  /^(?:jan|ene|gen|янв|січ|sty|led|oca|ιαν|tammi|يناير)/u,
  /^(?:feb|fév|fev|фев|лют|lut|úno|uno|şub|sub|φεβ|helmi|فبراير)/u,
  /^(?:mar(?!ras)|mär|maer|mrz|mrt|már|мар|бер|bře|bre|μαρ|μάρ|maalis|مارس)/u,
  /^(?:apr|ápr|abr|avr|апр|кві|kwi|dub|nis|απρ|huhti|أبريل)/u,
  /^(?:may|mai|mei|mag|maj|máj|май|мая|тра|kvě|kve|μαΐ|μαϊ|μάι|touko|مايو)/u,
  /^(?:jun|jún|juin|giu|июн|чер|cze|čer(?!v?e?n?ec|vc)|haz|ιουν|ιούν|kesä|يونيو)/u,
  /^(?:jul|júl|juil|lug|июл|лип|lip|čec|červenec|července|tem|ιουλ|ιούλ|heinä|يوليو)/u,
  /^(?:aug|ago|aoû|aou|авг|сер|sie|srp|ağu|agu|αυγ|αύγ|elo|أغسطس)/u,
  /^(?:sep|set|sze|сен|вер|wrz|zář|zar|eyl|σεπ|syys|سبتمبر)/u,
  /^(?:oct|okt|ott|out|окт|жов|paź|paz|říj|rij|eki|οκτ|loka|أكتوبر)/u,
  /^(?:nov|ноя|лис|lis|kas|νοε|νοέ|marras|نوفمبر)/u,
  /^(?:dec|dez|des|dic|déc|дек|гру|gru|pro|ara|δεκ|joulu|ديسمبر)/u,
];

interface Day {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

// biome-ignore format: a form and its reading belong together
/** The ways to write a day, and where each of its parts stands among the groups. */
const days: readonly (readonly [form: RegExp, read: (groups: readonly string[]) => Day])[] = [
  [/(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[Tt\s,])/, ([, y, m, d]) => day(y, m, d)],
  [/^(\d{4})年(\d{1,2})月(\d{1,2})日/, ([, y, m, d]) => day(y, m, d)],
  [/^(\d{4})년\s*(\d{1,2})월\s*(\d{1,2})일/, ([, y, m, d]) => day(y, m, d)],
  [/^(\d{4})(\d\d)(\d\d)(?=$|[Tt\s])/, ([, y, m, d]) => day(y, m, d)],
  [/^(\d{4})-(\d\d)$/, ([, y, m]) => day(y, m, "1")],
  [/^(\d{4})-(\d{3})(?=$|[Tt\s])/, ([, y, d]) => ({ ...day(y, "1", "1"), day: Number(d) })],
  [/^(\d{4})$/, ([, y]) => day(y, "1", "1")],
  [/(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+|d')?(\p{L}{3,12})\.?,?[\s-]+(?:de\s+)?(\d{4}|\d\d)(?=$|[\s,T])/iu, ([, d, m, y]) => day(y, monthOf(m), d)],
  [/(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?=$|[\s,])/iu, ([, m, d, y]) => day(y, monthOf(m), d)],
  [/(\p{L}{3,12})\s+(\d{1,2})\s+(?=\d\d:\d\d).*?\s(\d{4})$/iu, ([, m, d, y]) => day(y, monthOf(m), d)],
  [/^(?:\p{L}+,?\s+)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d)(?=$|[\s,])/u, ([, d, m, y]) => day(y, m, d)],
  [/^(?:\p{L}+,?\s+)?(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?=$|[\s,])/u, ([, a, b, y]) => (Number(a) > 12 ? day(y, b, a) : day(y, a, b))],
];

const time = /(?<![\d-])(\d{1,2})[:h](\d\d)(?:[:,](\d\d)(?:[.,](\d{1,9}))?)?\s*([ap]\.?\s?m\b\.?)?/iu;
const compactTime = /[Tt](\d\d)(\d\d)(\d\d)?(?![\d:])/;
const offset = /(?:UTC|GMT|UT)?\s?([+-])(\d{1,2}):?(\d\d)?(?!\d)/i;

/**
 * A date as feeds write it, as an instant; undefined where it is none, or not one of news.
 *
 * One that names no zone is read as UTC, as feed readers do: it may be wrong by some hours, the day hardly ever.
 */
export function feedDate(written: string | undefined): Instant | undefined {
  const text = written?.replace(/[\s\u00a0\u202f]+/g, " ").trim() ?? "";
  if (text === "" || text.length > dateMaxLength) return undefined;
  const at = sinceEpoch(text) ?? inWords(text);
  if (at === undefined || Number.isNaN(at)) return undefined;
  const year = new Date(at).getUTCFullYear();
  return year >= yearMin && year <= yearMax ? at : undefined;
}

/** Seconds or milliseconds since 1970. */
function sinceEpoch(text: string): Instant | undefined {
  if (!/^\d{9,13}$/.test(text)) return undefined;
  return Number(text) * (text.length > 11 ? 1 : 1000);
}

function inWords(text: string): Instant | undefined {
  const found = dayIn(text);
  if (found === undefined) return undefined;
  const clock = clockIn(text.replace(/\([^)]*\)/g, " "));
  if (clock === undefined) return undefined;
  const at = Date.UTC(found.year, found.month - 1, found.day, clock.hour, clock.minute, clock.second, clock.ms);
  return at - clock.offsetMinutes * 60_000;
}

function dayIn(text: string): Day | undefined {
  for (const [form, read] of days) {
    const groups = form.exec(text);
    if (groups === null) continue;
    const { year, month, day: date } = read(groups);
    const isReal =
      month >= 1 &&
      month <= 12 &&
      date >= 1 &&
      date <= (form.source.includes("\\d{3})(?=") ? 366 : daysIn(year, month));
    if (isReal) return { year, month, day: date };
  }
  return undefined;
}

function day(year = "", month = "", date = ""): Day {
  const written = Number(year);
  // Of two digits, as RFC 2822 reads them (section 4.3).
  const whole = year.length > 2 ? written : written + (written < 50 ? 2000 : 1900);
  return { year: whole, month: Number(month), day: Number(date) };
}

function monthOf(name = ""): string {
  const lower = name.toLowerCase();
  return String(months.findIndex((start) => start.test(lower)) + 1);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  readonly offsetMinutes: number;
}

const midnight: ClockTime = { hour: 0, minute: 0, second: 0, ms: 0, offsetMinutes: 0 };

/** The time of day and its zone; midnight of UTC where there is none, undefined where it is none that a clock shows. */
function clockIn(text: string): ClockTime | undefined {
  const found = time.exec(text) ?? compactTime.exec(text);
  if (found === null) return midnight;
  const [, hours = "", minutes = "", seconds = "0", fraction = "", half = ""] = found;
  const isAfternoon = /^p/i.test(half);
  const hour = half === "" ? Number(hours) : (Number(hours) % 12) + (isAfternoon ? 12 : 0);
  const minute = Number(minutes);
  // A leap second is the next minute's first.
  const second = Number(seconds);
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return undefined;
  const ms = Number(fraction.padEnd(3, "0").slice(0, 3));
  return { hour, minute, second, ms, offsetMinutes: offsetIn(text.slice(found.index + found[0].length)) };
}

/** The zone that follows a time, in minutes east of UTC; 0 where it names none that is known. */
function offsetIn(rest: string): number {
  const written = offset.exec(rest);
  if (written !== null) {
    const [, sign, hours = "", minutes = "0"] = written;
    const isCompact = hours.length === 2 || minutes !== "0";
    const total = Number(hours) * 60 + Number(minutes);
    return isCompact || total <= 14 * 60 ? (sign === "-" ? -total : total) : 0;
  }
  for (const [name] of rest.matchAll(/\p{L}+/gu)) {
    const minutes = zones[name.toLowerCase()];
    if (minutes !== undefined) return minutes;
  }
  return 0;
}
