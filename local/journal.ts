/** The stack's log: every line goes to `log.jsonl` in the data folder, warnings and errors to the terminal as well. */
import { appendFileSync, existsSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

export interface Journal {
  /** A line that a function wrote. */
  line(from: string, line: string, stream: "stdout" | "stderr"): void;
  /** Something that a person should see. */
  warn(sentence: string): void;
}

/** A larger log of an earlier run is put aside once, in `log.previous.jsonl`. */
const LARGEST_LOG_BYTES = 10 * 1024 * 1024;

const LOUD = new Set(["warn", "warning", "error", "fatal", "critical"]);

export function openJournal(dataFolder: string, print: (text: string) => void): Journal {
  const path = join(dataFolder, "log.jsonl");
  if (existsSync(path) && statSync(path).size > LARGEST_LOG_BYTES)
    renameSync(path, join(dataFolder, "log.previous.jsonl"));
  const write = (entry: object) =>
    appendFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
  return {
    line(from, line, stream) {
      write({ from, stream, line });
      if (isLoud(line, stream)) print(`${from}: ${line}`);
    },
    warn(sentence) {
      write({ from: "local", warning: sentence });
      print(sentence);
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
