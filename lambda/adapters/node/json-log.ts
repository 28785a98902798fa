import type { Log } from "#pipeline/ports/log.ts";

/** A log of one JSON line an event on standard output, as CloudWatch reads it. */
export function jsonLog(functionName: string): Log {
  const write = (level: "info" | "warn", event: string, fields: Readonly<Record<string, unknown>>): void => {
    console.log(JSON.stringify({ level, event, function: functionName, ...fields }));
  };
  return {
    info: (event, fields) => write("info", event, fields),
    warn: (event, fields) => write("warn", event, fields),
  };
}
