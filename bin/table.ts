/** What stands in a cell: numbers are set to the right. */
export type Cell = string | number;

/** Lines of words in columns as wide as their widest cell, two spaces apart. No rows make no lines. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  if (rows.length === 0) return [];
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => shown(row[column]).length)));
  const isNumber = head.map((_, column) => rows.every((row) => typeof row[column] === "number"));
  const line = (cells: readonly (Cell | undefined)[]): string =>
    widths
      .map((width, column) =>
        isNumber[column] ? shown(cells[column]).padStart(width) : shown(cells[column]).padEnd(width),
      )
      .join("  ")
      .trimEnd();
  return [line(head), ...rows.map(line)];
}

function shown(cell: Cell | undefined): string {
  return typeof cell === "number" ? cell.toLocaleString("en") : (cell ?? "");
}

/** A moment without what nobody reads: `2026-11-22T07:00:00.000Z` is `2026-11-22 07:00Z`. */
export function shortMoment(moment: string): string {
  return moment.replace(/^(\S{10})T(\d\d:\d\d):(\d\d)(?:\.\d+)?Z$/, (_, date, minutes, seconds) =>
    seconds === "00" ? `${date} ${minutes}Z` : `${date} ${minutes}:${seconds}Z`,
  );
}

/** Numbers by their stretches: `3–5, 8`. */
export function stretches(numbers: readonly number[]): string {
  const found: [first: number, last: number][] = [];
  for (const number of numbers) {
    const newest = found.at(-1);
    if (newest !== undefined && newest[1] + 1 === number) newest[1] = number;
    else found.push([number, number]);
  }
  return found.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(", ");
}
