/** Something else to read that an article leads to: `READ MORE: A bridge in twelve drawings`. */
export interface Related {
  /** As it is written, without its colon. */
  readonly label: string;
  readonly text: string;
  readonly url: string;
}

/** Most of one article that are read. */
export const relatedMax = 30;

/** Most that a topic keeps: it is read with every page and every mail, and one address alone may have 2,000 characters. */
export const relatedKeptMax = 10;

/** Longest label and text, in characters. */
export const relatedLabelMaxLength = 100;
export const relatedTextMaxLength = 300;

/** Whether both say the same in the same order. */
export function sameRelated(a: readonly Related[], b: readonly Related[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ label, text, url }, at) => label === b[at]?.label && text === b[at].text && url === b[at].url)
  );
}
