/** Most numbers that one text may stand for: a reader is never owed more at once. */
const numbersMax = 100_000;

/**
 * Ascending numbers as a short text: each stretch of neighbours by how far it begins after the last number before it,
 * and how many more it has, so that 1003, 1004, 1005, 1011 are `"1003+2,6"`.
 *
 * Every mail writes such lists, and what a digest brings is mostly one stretch.
 */
export function numberText(numbers: readonly number[]): string {
  const stretches: string[] = [];
  let before = 0;
  for (let index = 0; index < numbers.length; index++) {
    const first = numbers[index] ?? 0;
    let more = 0;
    while (numbers[index + 1] === first + more + 1) {
      index += 1;
      more += 1;
    }
    stretches.push(more === 0 ? String(first - before) : `${first - before}+${more}`);
    before = first + more;
  }
  return stretches.join(",");
}

/** The numbers that a text stands for, or undefined where it is no such text. */
export function parseNumberText(text: string): number[] | undefined {
  if (text === "") return [];
  const numbers: number[] = [];
  for (const stretch of text.split(",")) {
    const match = /^([1-9]\d{0,11})(?:\+(\d{1,6}))?$/.exec(stretch);
    if (match === null) return undefined;
    const first = (numbers.at(-1) ?? 0) + Number(match[1]);
    const more = Number(match[2] ?? 0);
    if (numbers.length + more >= numbersMax) return undefined;
    for (let number = first; number <= first + more; number++) numbers.push(number);
  }
  return numbers;
}
