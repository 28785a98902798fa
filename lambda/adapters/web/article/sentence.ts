const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** Ends that look like a sentence's and are none: titles, initials, months, short names of countries. */
const abbreviation =
  /(?:^|[\s(“"‘'])(?:Mrs?|Ms|Mx|Dr|Prof|St|Sgt|Capt|Col|Gen|Lt|Maj|Adm|Sen|Rep|Gov|Rev|Hon|Fr|Sr|Jr|No|vs|Mt|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Nr|Hr|Frau|Str|ca|bzw|evtl|ggf|inkl|max|min|Mio|Mrd|Tel|usw|vgl|Sra|Srta|Sres|Dña|Dra|EE|UU|núm|pág|av|Mme|Mlle|MM|Me|art|г|гг|ул|тыс|млн|млрд|руб|ст|обл|им|р|вул|тис|грн|ім|prof|dr|inż|ul|tzn|tj|bl|lic|Ing|\p{L}|(?:\p{L}\.)+\p{L})\.$/u;

/** `3. November`: an ordinal before a month, as German, Danish, Finnish or Czech write it. */
const ordinal = /(?:^|\s)\d{1,2}\.$/;
const month = /^\s*(?:Jan|Jän|Feb|Mär|Mar|Apr|Mai|Maj|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Dec)/;

/** No sentence begins in lower case: `“We won!” and left`. */
const goesOn = /^\p{Ll}/u;

/** Longest beginning that is searched for the end of a sentence, in characters. */
const searchedLength = 2_000;

/** The length of the first sentence of `text`, the white space after it included. */
export function firstSentenceLength(text: string): number {
  let length = 0;
  for (const { segment } of segmenter.segment(text.slice(0, searchedLength))) {
    length += segment.length;
    const head = text.slice(0, length);
    if (ordinal.test(head.trimEnd()) && month.test(text.slice(length))) continue;
    if (!abbreviation.test(head.trimEnd()) && !isWithinQuote(head, text) && !goesOn.test(text.slice(length)))
      return length;
  }
  return text.length;
}

/** Whether a quotation that has begun in `head` ends only after it. One that never ends counts for nothing. */
function isWithinQuote(head: string, text: string): boolean {
  const isOpen = head.lastIndexOf("“") > head.lastIndexOf("”") || (head.match(/"/g)?.length ?? 0) % 2 === 1;
  return isOpen && /[”"]/.test(text.slice(head.length, searchedLength));
}
