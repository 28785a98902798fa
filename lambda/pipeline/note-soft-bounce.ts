import { isGivenUp } from "#core/soft-bounce.ts";
import { changeSubscriber } from "./change-subscriber.ts";
import { type SuppressPorts, suppressAddress } from "./suppress-address.ts";

/** Entries of a log that are looked through: thirty days of hourly digests and of ten alerts a day are 1,020. */
const lookBackMax = 1_100;

/**
 * Notes in a subscriber's log that a mail to them bounced for a passing reason, and gives the address up when it is one
 * too many. The same report twice changes nothing.
 *
 * @param address trimmed and lower-cased
 * @param day the UTC date of the bounce
 * @returns whether the address is given up
 */
export async function noteSoftBounce(ports: SuppressPorts, address: string, day: string): Promise<boolean> {
  const subscriber = await ports.subscribers.byAddress(address);
  if (subscriber === undefined) return false;
  const noted = await changeSubscriber(ports, subscriber.id, async ({ entry }) => {
    if (entry.state.suppressed !== undefined) return "suppressed";
    const days = await bouncedDays(ports, subscriber.id);
    return days.includes(day) ? "known" : { event: { kind: "bounced", day }, state: entry.state };
  });
  if (noted === undefined || noted === "suppressed") return false;
  const days = await bouncedDays(ports, subscriber.id);
  const [last = day] = [...days].sort().reverse();
  if (!isGivenUp(days, last)) return false;
  await suppressAddress(ports, address, "bounce");
  return true;
}

/** The dates that count: what was before support lifted a suppression is forgiven. */
async function bouncedDays({ subscribers }: SuppressPorts, id: string): Promise<readonly string[]> {
  const entries = await subscribers.newest(id, lookBackMax);
  const lift = entries.findIndex(({ event }) => event.kind === "lifted");
  return entries
    .slice(0, lift < 0 ? entries.length : lift)
    .flatMap(({ event }) => (event.kind === "bounced" ? [event.day] : []));
}
