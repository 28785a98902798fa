import type { Hold } from "#core/account.ts";
import { type NudgePorts, nudgeOpenRuns } from "./nudge-run.ts";
import type { Account } from "./ports/account.ts";
import type { Alarm } from "./ports/alarm.ts";
import type { Quota } from "./ports/mailer.ts";
import type { Standing } from "./standing.ts";

export interface EndHoldPorts extends NudgePorts {
  readonly account: Account;
  readonly quota: Pick<Quota, "hasRoom">;
  readonly alarm: Alarm;
}

export type EndHoldOutcome =
  | { readonly kind: "no-hold" }
  | { readonly kind: "held"; readonly hold: Hold }
  | { readonly kind: "ended"; readonly hold: Hold; readonly nudged: number };

/**
 * Ends the account's hold where it can end by itself, and lets what waits go on at once.
 *
 * The hold of a used-up quota ends when SES tells that there is room. One of a refused account is lifted on trial: the
 * next answer of SES puts it again if nothing has changed, at the cost of one held delivery a lane. A brake stays until a
 * person resumes.
 *
 * @param standing how things stand, where that was read just now
 */
export async function endHold(ports: EndHoldPorts, standing?: Standing): Promise<EndHoldOutcome> {
  const { hold, stopped } = standing?.account ?? (await ports.account.state());
  if (hold === undefined) return { kind: "no-hold" };
  if (hold.reason === "brake") {
    await ports.alarm.raise("brake", { code: hold.code, since: hold.since });
    return { kind: "held", hold };
  }
  if (hold.reason === "quota" && !(await ports.quota.hasRoom())) return { kind: "held", hold };
  await ports.account.release(hold.since);
  return { kind: "ended", hold, nudged: await nudgeOpenRuns(ports, stopped) };
}
