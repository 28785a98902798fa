import type { Clock } from "./ports/clock.ts";
import type { Links } from "./ports/links.ts";
import type { Notices } from "./ports/notices.ts";
import type { NoticeQueue } from "./ports/queues.ts";
import type { Subscribers } from "./ports/subscribers.ts";
import { coolDownMs } from "./sign-up.ts";

export interface RenewLinkPorts {
  readonly subscribers: Subscribers;
  readonly notices: Notices;
  readonly noticeQueue: NoticeQueue;
  readonly links: Links;
  readonly clock: Clock;
}

export type RenewLinkOutcome = { readonly kind: "mailed" } | { readonly kind: "forged" };

/**
 * Mails a fresh preferences link to the holder of a genuine preferences or leave link, expired or not.
 *
 * It goes to the subscriber's address and nowhere else, once in the cool-down.
 */
export async function renewLink(ports: RenewLinkPorts, token: string): Promise<RenewLinkOutcome> {
  const link = ports.links.open(token);
  if (link === undefined || link.purpose === "confirm") return { kind: "forged" };
  const now = await ports.subscribers.now(link.subscriber);
  if (now === undefined) return { kind: "forged" };
  const id = `preferences.${link.subscriber}`;
  const { locale, schedule } = now.entry.state;
  const causedAt = ports.clock.now();
  const notice = {
    id,
    subscriber: link.subscriber,
    contents: { kind: "preferences-link" },
    locale,
    zone: schedule.zone,
    link: { purpose: "preferences" },
    causedAt,
  } as const;
  const put = await ports.notices.put(notice, causedAt - coolDownMs);
  const waits = put || (await ports.notices.get(id))?.state === "waiting";
  if (waits) await ports.noticeQueue.send(id);
  return { kind: "mailed" };
}
