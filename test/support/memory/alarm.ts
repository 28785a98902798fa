import type { AlarmCode } from "#core/alarm-code.ts";
import type { Alarm } from "#pipeline/ports/alarm.ts";

/** Alarms in memory: `raised` tells which, in order, and `calls` what was said besides. */
export interface MemoryAlarm extends Alarm {
  readonly raised: AlarmCode[];
  readonly calls: { readonly code: AlarmCode; readonly fields: Readonly<Record<string, unknown>> }[];
}

export function memoryAlarm(): MemoryAlarm {
  const raised: AlarmCode[] = [];
  const calls: MemoryAlarm["calls"] = [];
  return {
    raised,
    calls,
    async raise(code, fields) {
      raised.push(code);
      calls.push({ code, fields });
    },
  };
}
