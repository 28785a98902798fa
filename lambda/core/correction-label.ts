import type { Wording } from "./development.ts";

/** How newsrooms say that what follows puts something right, in the languages of many feeds. */
const words = [
  "correction",
  "corrections",
  "corrected",
  "clarification",
  "erratum",
  "errata",
  "berichtigung",
  "korrektur",
  "richtigstellung",
  "corrección",
  "correccion",
  "fe de errores",
  "rectificación",
  "rectificatif",
  "correctif",
  "rectification",
  "correzione",
  "rettifica",
  "errata corrige",
  "correção",
  "retificação",
  "rectificatie",
  "correctie",
  "rättelse",
  "rettelse",
  "retting",
  "korjaus",
  "oikaisu",
  "sprostowanie",
  "oprava",
  "поправка",
  "исправление",
  "уточнение",
  "виправлення",
  "уточнення",
  "διόρθωση",
  "düzeltme",
  "تصحيح",
  "תיקון",
  "सुधार",
  "訂正",
  "更正",
  "정정",
].join("|");

/** `Correction: …`, `CORRECTED-…`, `[Correction] …`, `(Corrected) …` at the beginning. */
const atStart = new RegExp(
  `^\\s*(?:(?:${words})(?:\\s+\\d{1,2})?\\s*[:：–—-]\\s*|[\\[(](?:${words})[\\])]\\s*[:：–—-]?\\s*)`,
  "iu",
);

/** The same at the end of a headline, in brackets. */
const atEnd = new RegExp(`\\s*[\\[(](?:${words})[\\])]\\s*$`, "iu");

/** A paragraph of limited HTML that begins so, and its words. */
const paragraph = new RegExp(
  `<p>(?:<(?:strong|em)>)*\\s*(?:${words})\\s*[:：–—-]\\s*((?:[^<]|<(?!\\/p>)){3,1000})<\\/p>`,
  "iu",
);

/** Longest note that is taken from a text, in characters. */
const noteMaxLength = 500;

/** The headline without words that only say that it is a correction. */
export function withoutCorrectionLabel(headline: string): string {
  const bare = headline.replace(atStart, "").replace(atEnd, "").trim();
  return bare === "" ? headline : bare;
}

/** Whether the words say of themselves that they correct what was told before. */
export function saysCorrection({ headline, text }: Wording): boolean {
  return atStart.test(headline) || atEnd.test(headline) || (text !== undefined && paragraph.test(text));
}

/** What was wrong, as the text itself says it behind “Correction:”, in plain words; undefined where it says nothing. */
export function correctionNote({ text }: Wording): string | undefined {
  const said = paragraph.exec(text ?? "")?.[1];
  if (said === undefined) return undefined;
  const plain = said
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .trim();
  if (plain === "") return undefined;
  return plain.length <= noteMaxLength ? plain : `${plain.slice(0, noteMaxLength - 1).trimEnd()}…`;
}
