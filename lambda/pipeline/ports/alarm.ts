import type { AlarmCode } from "#core/alarm-code.ts";

/** Calls a person. */
export interface Alarm {
  /** Signals that the code's case holds now; it is signalled again for as long as it does. */
  raise(code: AlarmCode, fields: Readonly<Record<string, unknown>>): Promise<void>;
}
