/** Cuts what a process writes into lines. */
import type { Readable } from "node:stream";

/** A longer line is cut: CloudWatch Logs takes at most 256 kB an event. */
const LONGEST_LINE = 262_144;

export function lines(stream: Readable, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const parts = (rest + chunk).split("\n");
    rest = (parts.pop() ?? "").slice(0, LONGEST_LINE);
    for (const part of parts) if (part !== "") onLine(part.slice(0, LONGEST_LINE));
  });
  stream.on("end", () => {
    if (rest !== "") onLine(rest);
  });
}
