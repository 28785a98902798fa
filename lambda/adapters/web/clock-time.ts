import { calendarDayAt, type WrittenDay } from "./calendar-day.ts";
import { type WrittenZone, zoneAt } from "./clock-zone.ts";

/** A time of day as it is written at the start of a text: `3:15 p.m. ET`, `14.05 Uhr`, `Nov. 3, 4:05 pm EST`. */
export interface ClockTime {
  /** Since midnight. */
  readonly minutes: number;
  readonly zone?: WrittenZone;
  readonly day?: WrittenDay;
  /** Characters that it takes with all that belongs to it and parts it from the words after it. */
  readonly length: number;
}

/** Longest beginning of a text that is looked at, in characters. */
const searchedLength = 120;

/** Words before a time that say nothing of their own. */
const leadIn =
  /^(?:\s*[[(•·|]?\s*(?:(?:first |last )?(?:posted|published|updated|update|created|time|timestamp|stand|publicado|actualizado|publié|mis à jour|opublikowano|aktualisiert|um|at|on|à|a las|às|as|alle|ore|kl|klo|klockan|kello|godz|о|об|в|во|ora|saat|الساعة|الساعه)(?![\p{L}\p{N}])[.:]?\s*)*)/iu;

const hours = String.raw`(?<hour>[01]?\d|2[0-4])`;
const half = String.raw`(?<half>[ap]\.?\s?m\b\.?|uhr\b|hrs?\b|h\b)`;
const written: readonly RegExp[] = [
  new RegExp(
    String.raw`^${hours}(?<mark>[:.]|\s?h\s?)(?<minute>[0-5]\d)(?:[:.][0-5]\d)?(?![\d%])(?:\s?${half})?`,
    "iu",
  ),
  new RegExp(String.raw`^${hours}\s?${half}`, "iu"),
  /^(?:(?<east>午前|午後|上午|下午|晚上|早上|오전|오후)\s?)?(?<hour>[01]?\d|2[0-4])[時时点點시](?:\s?(?<minute>[0-5]?\d)[分분])?/u,
  /^(?<east>上午|下午|午前|午後|오전|오후)\s?(?<hour>[01]?\d):(?<minute>[0-5]\d)/u,
  /^(?<word>noon|midnight|midday)\b/iu,
];

/** What parts a time from the words after it. */
const separator = /^\s*[\])]?\s*(?:(?:[|:：,;•·–—-]|\/\/)+\s*)+/u;

const between = /^\s*(?:[|,•·–—-]|at\b|um\b|a las\b|à\b|kl\.?)?\s*/iu;

/** The time that a text begins with, if it stands apart from the words after it; a time within a sentence is none. */
export function leadingClockTime(whole: string): ClockTime | undefined {
  const text = whole.slice(0, searchedLength);
  let at = leadIn.exec(text)?.[0].length ?? 0;
  const isMarked = /[[(|•]|\p{L}/u.test(text.slice(0, at));
  const dayBefore = calendarDayAt(text.slice(at));
  if (dayBefore !== undefined) {
    at += dayBefore.length;
    at += between.exec(text.slice(at))?.[0].length ?? 0;
  }
  const face = faceAt(text.slice(at));
  if (face === undefined) return undefined;
  at += face.length;
  const zone = zoneAt(text.slice(at));
  at += zone?.length ?? 0;
  const dayAfter = dayBefore === undefined ? laterDay(text.slice(at)) : undefined;
  at += dayAfter?.length ?? 0;
  const rest = text.slice(at);
  const parted = separator.exec(rest)?.[0].length;
  const isSure = dayBefore !== undefined || zone !== undefined || face.isSure || isMarked;
  if (parted === undefined && !standsApart(rest, isSure)) return undefined;
  if (/^(?:[01]?\d|2[0-4])[:.][0-5]\d/.test(rest.slice(parted ?? 0).trimStart())) return undefined;
  const day = dayBefore ?? dayAfter;
  return {
    minutes: face.minutes,
    ...(zone?.zone === undefined ? {} : { zone: zone.zone }),
    ...(day === undefined ? {} : { day: day.day }),
    length: at + (parted ?? /^\s*[\])]?\s*/.exec(rest)?.[0].length ?? 0),
  };
}

/** Whether a text is a time and nothing else. */
export function isClockTime(text: string): boolean {
  const tidy = text.trim();
  return tidy.length > 0 && tidy.length <= searchedLength && leadingClockTime(tidy)?.length === tidy.length;
}

/** How long ago, in whole words: `31 min ago`, `vor 5 Minuten`, `il y a 2 h`. */
const ago =
  /^(?:just now|now|gerade eben|(?:updated |posted |about )?\d{1,3}\s?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)\.? ago|vor \d{1,3} (?:sek|min|std|stunden?|minuten?|tag(?:en)?)\.?|hace \d{1,3} (?:s|min|minutos?|h|horas?|días?)|il y a \d{1,3} ?(?:s|min|minutes?|h|heures?|j|jours?)|há \d{1,3} (?:minutos?|horas?|dias?)|\d{1,3} (?:хв|год|мин|час)\S* (?:тому|назад)|\d{1,3}\s?(?:分|時間|分钟|小时|분|시간) ?(?:前|전))$/iu;

/** Whether a text says how long ago something was, and nothing else. */
export function isTimeAgo(text: string): boolean {
  const tidy = text.trim();
  return tidy.length <= 30 && ago.test(tidy);
}

function laterDay(rest: string): { readonly day: WrittenDay; readonly length: number } | undefined {
  const gap = /^\s*(?:[|,•·–—-]|on\b|le\b|am\b)?\s*/iu.exec(rest)?.[0].length ?? 0;
  const found = calendarDayAt(rest.slice(gap));
  return found && { day: found.day, length: gap + found.length };
}

function faceAt(
  text: string,
): { readonly minutes: number; readonly length: number; readonly isSure: boolean } | undefined {
  for (const pattern of written) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const { hour = "0", minute = "0", half = "", mark = ":", east, word } = found.groups ?? {};
    if (word !== undefined) return { minutes: /^mid?n/i.test(word) ? 0 : 720, length: found[0].length, isSure: false };
    const clock = Number(hour);
    const isHalf = /^[ap]/i.test(half);
    if (isHalf && (clock === 0 || clock > 12)) return undefined;
    const isLate = /^p/i.test(half) || /[後下晚후]/.test(east ?? "");
    const base = isHalf || east !== undefined ? (clock % 12) + (isLate ? 12 : 0) : clock;
    if (base === 24 && Number(minute) > 0) return undefined;
    return {
      minutes: ((base % 24) * 60 + Number(minute)) % 1440,
      length: found[0].length,
      isSure: half !== "" || mark === ":" || east !== undefined,
    };
  }
  return undefined;
}

/** Without a sign between them the words must begin anew: `14:05 The vote begins`, not `10:30 is early`. */
function standsApart(rest: string, isSure: boolean): boolean {
  if (/^\s*[\])]?\s*$/.test(rest)) return true;
  return (
    isSure &&
    /^\s*[\])]?\s+["“„«‘'¿¡(]?\s?(?:\p{Lu}|\p{Lo}|\p{Extended_Pictographic})/u.test(rest) &&
    !startsWithDay.test(rest)
  );
}

/** `3 p.m. Monday is the deadline` */
const startsWithDay = /^\s*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/;
