/** Most numbers that one text may stand for: a reader is never owed more at once. */
const numbersMax = 100_000;

/**
 * Ascending numbers as a short text: runs of neighbours by their ends, for example `"18-24,27"`.
 *
 * Every mail writes such lists, and what a digest brings is mostly one run.
 */
export function numberText(numbers: readonly number[]): string {
  const spans: string[] = [];
  for (let index = 0; index < numbers.length; index++) {
    const first = numbers[index] ?? 0;
    while (numbers[index + 1] === (numbers[index] ?? 0) + 1) index += 1;
    const last = numbers[index] ?? 0;
    spans.push(first === last ? String(first) : `${first}-${last}`);
  }
  return spans.join(",");
}

/** The numbers that a text stands for, or undefined where it is no such text. */
export function parseNumberText(text: string): number[] | undefined {
  if (text === "") return [];
  const numbers: number[] = [];
  for (const span of text.split(",")) {
    const match = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(span);
    if (match === null) return undefined;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (last < first || numbers.length + last - first >= numbersMax) return undefined;
    for (let number = first; number <= last; number++) numbers.push(number);
  }
  return numbers;
}
