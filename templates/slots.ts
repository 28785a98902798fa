/**
 * What differs between two subscribers who get the same mail, as it stands in the mail that is made once.
 *
 * Each is one character of Unicode's private use area, which `cleanText` takes out of everything that comes from
 * outside: no content can hold a slot.
 */
export const slots = {
  to: "\uE000",
  leaveUrl: "\uE001",
  preferencesUrl: "\uE002",
  actionUrl: "\uE003",
} as const;

/** The name of a slot. */
export type SlotName = keyof typeof slots;

/** Finds every slot, each in a group of its own. */
export const slotPattern = /([\uE000-\uE003])/;

/** Which slot a marker stands for. */
export function slotOf(marker: string): SlotName | undefined {
  return (Object.keys(slots) as SlotName[]).find((name) => slots[name] === marker);
}

/**
 * Control characters but tab and line feed, the private use areas, and the byte order mark, which decoders take away.
 * They are no text, and some clients stop reading at them.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is what this is for
const unwanted = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uE000-\uF8FF\uFEFF\u{F0000}-\u{10FFFF}]/gu;

/** A text from outside without what is no text: well-formed, lines ended by LF alone, no slot in it. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n").replace(unwanted, "");
}

/** The same on one line, without blanks at the ends. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim();
}
