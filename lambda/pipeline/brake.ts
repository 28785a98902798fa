import { brakeReason, type Tally } from "#core/brake.ts";
import { utcDate } from "#core/calendar.ts";
import type { Account } from "./ports/account.ts";
import type { Alarm } from "./ports/alarm.ts";
import type { Clock } from "./ports/clock.ts";
import type { Tallies } from "./ports/tallies.ts";

export interface BrakePorts {
  readonly tallies: Tallies;
  readonly account: Account;
  readonly alarm: Alarm;
  readonly clock: Clock;
}

/**
 * Adds what has been reported anew to the day's tally, and stops all sending when too much of it bounced or was
 * complained about: before SES does, and until a person resumes.
 */
export async function brake(ports: BrakePorts, more: Tally): Promise<void> {
  if (more.sent + more.bounced + more.complained === 0) return;
  const now = ports.clock.now();
  const tally = await ports.tallies.add(utcDate(now), more);
  const code = brakeReason(tally);
  if (code === undefined) return;
  await ports.account.hold({ reason: "brake", code, since: now });
  await ports.alarm.raise("brake", { code, ...tally });
}
