const sign = /[<>"']/g;

/**
 * Finds where the tags of a text end; a value in quotes may hold an end's sign.
 *
 * One expression would do the same, but its stack overflows on a tag of some megabytes. The work grows with the text, whatever
 * is in it: of all looks that are still under way at one place no two are in the same quotes, so there are three at most.
 */
export function tagEnds(text: string): (from: number) => number | undefined {
  const last: Readonly<Record<string, number>> = { '"': text.lastIndexOf('"'), "'": text.lastIndexOf("'") };
  return (from) => {
    sign.lastIndex = from;
    for (let found = sign.exec(text); found !== null; found = sign.exec(text)) {
      const [mark] = found;
      const { index } = found;
      if (mark === ">") return index + 1;
      if (mark === "<" || index >= (last[mark] ?? -1)) return undefined;
      sign.lastIndex = text.indexOf(mark, index + 1) + 1;
    }
    return undefined;
  };
}
