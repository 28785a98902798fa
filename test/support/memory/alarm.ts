import type { AlarmCode } from "#core/alarm-code.ts";
import type { Alarm } from "#pipeline/ports/alarm.ts";

/** Alarms in memory: `raised` tells which, in order. */
export interface MemoryAlarm extends Alarm {
  readonly raised: AlarmCode[];
}

export function memoryAlarm(): MemoryAlarm {
  const raised: AlarmCode[] = [];
  return {
    raised,
    async raise(code) {
      raised.push(code);
    },
  };
}
