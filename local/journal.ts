/** The stack's log: every line goes to `log.jsonl` in the data folder, warnings and errors to the terminal as well. */
import { appendFileSync, existsSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

export interface Journal {
  /** A line that a function wrote. */
  line(from: string, line: string, stream: "stdout" | "stderr"): void;
  /** Something that a person should see. */
  warn(sentence: string): void;
}

/** What is said again is printed the 10th, the 100th, the 1000th time: a fault in a turn of the clock is said by each tick. */
const PRINTED_AGAIN = /^10+$/;

/** No more different sentences are remembered; then counting begins anew. */
const MOST_SENTENCES = 1000;

/** A larger log of an earlier run is put aside once, in `log.previous.jsonl`. */
const LARGEST_LOG_BYTES = 10 * 1024 * 1024;

const LOUD = new Set(["warn", "warning", "error", "fatal", "critical"]);

export function openJournal(dataFolder: string, print: (text: string) => void): Journal {
  const path = join(dataFolder, "log.jsonl");
  if (existsSync(path) && statSync(path).size > LARGEST_LOG_BYTES)
    renameSync(path, join(dataFolder, "log.previous.jsonl"));
  const write = (entry: object) =>
    appendFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
  const said = new Map<string, number>();
  const printNew = (text: string) => {
    if (said.size > MOST_SENTENCES) said.clear();
    const times = (said.get(text) ?? 0) + 1;
    said.set(text, times);
    if (times === 1) print(text);
    else if (PRINTED_AGAIN.test(String(times))) print(`${text} (${times} times)`);
  };
  return {
    line(from, line, stream) {
      write({ from, stream, line });
      if (isLoud(line, stream)) printNew(`${from}: ${line}`);
    },
    warn(sentence) {
      write({ from: "local", warning: sentence });
      printNew(sentence);
    },
  };
}

/** A JSON line says its own level; other lines on standard error are taken for complaints. */
function isLoud(line: string, stream: "stdout" | "stderr"): boolean {
  if (!line.startsWith("{")) return stream === "stderr";
  try {
    const { level } = JSON.parse(line) as { readonly level?: unknown };
    return typeof level === "string" ? LOUD.has(level.toLowerCase()) : stream === "stderr";
  } catch {
    return stream === "stderr";
  }
}
