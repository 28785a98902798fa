/** The functions of the stack, each with a clock of its own. */
export const functionNames = ["schedule", "plan", "send", "notify", "listen", "site"] as const;

export type FunctionName = (typeof functionNames)[number];

/** The clock of one function is wrong, by so many milliseconds. */
export interface ClockOff {
  readonly of: FunctionName;
  readonly ms: number;
}

/** In which function a step runs; those that are not here are the site's. */
const functionOf: Readonly<Record<string, FunctionName>> = {
  watch: "schedule",
  plan: "plan",
  send: "send",
  notify: "notify",
  listen: "listen",
};

/** How far the clock of a step is off, in milliseconds. */
export function offBy(clockOff: ClockOff | undefined, step: string): number {
  return clockOff !== undefined && (functionOf[step] ?? "site") === clockOff.of ? clockOff.ms : 0;
}
