import type { Quota } from "#pipeline/ports/mailer.ts";

/** SES's quota in memory: plenty, unless a test has it otherwise. */
export interface MemoryQuota extends Quota {
  told: { rate: number; hasRoom: boolean };
}

export function memoryQuota(): MemoryQuota {
  const told = { rate: 200, hasRoom: true };
  return { told, rate: async () => told.rate, hasRoom: async () => told.hasRoom };
}
