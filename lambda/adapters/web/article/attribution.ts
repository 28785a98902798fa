/** Who says so, and the text without the words that said nothing else. */
export interface Attributed {
  readonly attribution: string;
  /** What of the text's end is only a credit and can go, in characters. */
  readonly creditLength: number;
}

/** Longest attribution in characters; longer ones are prose. */
const attributionMaxLength = 120;

/** A name at the end, in brackets or after a dash, behind a finished sentence: `… seconds. (Meridian Herald)`. */
const credit =
  /(?<=[.!?…”"’])\s+(?:[([](\p{Lu}[^()[\]\d]{1,60})[)\]]\.?|[–—]\s?(\p{Lu}[\p{L} .&’'-]{1,50})|(?:Source|Via):\s+([^.]{2,80})\.?)$/u;

const accordingTo = /\baccording to (?!plan\b|schedule\b)[^,.;:()–—]{2,100}/i;

/** The same in other languages, behind a comma or at the start of a sentence. */
const accordingElsewhere = new RegExp(
  String.raw`(?:^|,\s+|[.!?]\s+)((?:${[
    "según|selon|d[’']après|segundo|de acordo com|secondo|volgens|enligt|ifølge|laut|nach angaben (?:von|der|des)|według|podle|podľa|prema",
    "за (?:словами|даними|інформацією)|по (?:словам|данным|информации|сообщению)|як (?:повідомляє|повідомили)|как (?:сообщает|сообщили)",
  ].join("|")})\s(?!plan\b)[^,.;:()–—]{2,100})(?=[,.;]|$)`,
  "iu",
);

/** `, teilte die Polizei mit`, `, повідомляє міська рада`, `, a annoncé le maire` */
const saidElsewhere = new RegExp(
  String.raw`,\s+((?:teilten? [^,.]{2,80} mit|(?:${[
    "sagte|erklärte|berichtete?|meldete?|повідомля(?:є|ють)|повідоми(?:в|ла|ли|ло)|заяви(?:в|ла|ли)|сообща(?:ет|ют)|сообщи(?:л|ла|ли|ло)|заяви(?:л|ла|ли)|передает|передає",
    "a annoncé|ont annoncé|a déclaré|a indiqué|rapporte|dijo|informó|anunció|afirmó|informa|disse|informou|afirmou|ha detto|ha annunciato|riferisce|zei|meldt|meldde|säger|skriver|uppger|sier|melder|oplyser|poinformowała?|podała?|podał|bildirdi|açıkladı",
  ].join("|")})\s(?!er\b|sie\b|він\b|она\b|он\b|вона\b)[^,.;:«»“”]{2,80}))(?=[.,]|$)`,
  "iu",
);

/** `the Saltby Gazette reports`, at the end of a sentence or before `that`. */
const reports =
  /(?:^|[,–—]\s+|[.!?]\s+)((?:[Tt]he )?\p{Lu}[\p{L}\p{N}’'&-]*(?: (?:of|and|the|\p{Lu}[\p{L}\p{N}’'&-]*)){0,5} (?:reports|reported|writes))(?=[.,]|$| that\b)/u;

/** `forecasters said` or `said the harbour board`, behind a comma, at the end of a sentence. */
const said =
  /,[”"’]?\s+((?!(?:he|she|they|it|who|which|and|but)\b)[^,.;:“”"]{2,80}\s(?:said|says|announced|reported|reports)|(?:said|says) (?!(?:he|she|they|it|that)\b)[^,.;:“”"]{2,80})(?:[.,]|$)/iu;

/**
 * Who a development is attributed to, as the source wrote it, or undefined.
 *
 * `said` counts in the headline alone: further down it gives a quotation its speaker and not the news its source.
 */
export function attributionOf(headline: string, rest: string): Attributed | undefined {
  // A credit that is all of the rest stands behind the headline.
  const credited = credit.exec(rest === "" ? headline : `. ${rest}`);
  if (credited !== null) {
    const name = credited[1] ?? credited[2] ?? credited[3] ?? "";
    return { attribution: name.trim(), creditLength: credited[0].trimStart().length };
  }
  const found =
    accordingTo.exec(headline)?.[0] ??
    reports.exec(headline)?.[1] ??
    accordingElsewhere.exec(headline)?.[1] ??
    said.exec(headline)?.[1] ??
    saidElsewhere.exec(headline)?.[1] ??
    reports.exec(rest)?.[1] ??
    accordingTo.exec(rest)?.[0] ??
    accordingElsewhere.exec(rest)?.[1];
  const attribution = found?.trim();
  return attribution === undefined || attribution.length > attributionMaxLength
    ? undefined
    : { attribution, creditLength: 0 };
}
