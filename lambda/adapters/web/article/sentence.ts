const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** Ends that look like a sentence's and are none: titles, initials, months, short names of countries. */
const abbreviation =
  /(?:^|[\s(“"‘'])(?:Mrs?|Ms|Mx|Dr|Prof|St|Sgt|Capt|Col|Gen|Lt|Maj|Adm|Sen|Rep|Gov|Rev|Hon|Fr|Sr|Jr|No|vs|Mt|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|\p{Lu}|(?:\p{L}\.)+\p{L})\.$/u;

/** Longest beginning that is searched for the end of a sentence, in characters. */
const searchedLength = 2_000;

/** The length of the first sentence of `text`, the white space after it included. */
export function firstSentenceLength(text: string): number {
  let length = 0;
  for (const { segment } of segmenter.segment(text.slice(0, searchedLength))) {
    length += segment.length;
    if (!abbreviation.test(text.slice(0, length).trimEnd())) return length;
  }
  return text.length;
}
