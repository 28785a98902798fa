import type { AlarmCode } from "#core/alarm-code.ts";
import type { Alarm } from "#pipeline/ports/alarm.ts";

/** The alarms in memory, and which were raised. */
export interface MemoryAlarm extends Alarm {
  readonly raised: { readonly code: AlarmCode; readonly fields: Readonly<Record<string, unknown>> }[];
}

export function memoryAlarm(): MemoryAlarm {
  const raised: MemoryAlarm["raised"] = [];
  return {
    raised,
    async raise(code, fields) {
      raised.push({ code, fields });
    },
  };
}
