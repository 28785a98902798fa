import { groupOfAudience } from "#core/audience.ts";
import { deliveryId, type Outcome, type RefusalReason, type SubmitAnswer } from "#core/delivery.ts";
import { leaveLink } from "#core/link.ts";
import { cadenceOf } from "#core/run.ts";
import type { ChangePorts } from "./change-subscriber.ts";
import { type Claimed, claimDelivery } from "./claim-delivery.ts";
import type { ComposePorts } from "./compose.ts";
import { giveBack } from "./give-back.ts";
import type { Lane } from "./lane.ts";
import type { Account } from "./ports/account.ts";
import type { Alarm } from "./ports/alarm.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { Links } from "./ports/links.ts";
import type { Mailer } from "./ports/mailer.ts";
import type { TopicLog } from "./ports/topics.ts";

export interface DeliverPorts extends ChangePorts, ComposePorts {
  readonly ledger: Ledger;
  readonly topicLog: TopicLog;
  readonly links: Links;
  readonly mailer: Mailer;
  readonly account: Account;
  readonly alarm: Alarm;
}

/** Refusals that leave something new unsent, so that the next digest of the group must be planned for it. */
const unsentReasons: ReadonlySet<RefusalReason> = new Set(["stale", "already-today"]);

/** Brings one delivery of a slice to its outcome, or leaves it waiting when the lane ends first. */
export async function deliver(ports: DeliverPorts, lane: Lane, index: number): Promise<void> {
  const known = lane.outcomes.get(index);
  if (known !== undefined && !mayGoAgain(known)) return;
  try {
    let held: number | undefined = known?.attempt ?? 0;
    while (held !== undefined && !lane.gate.isOver()) held = await attempt(ports, lane, index, held);
  } finally {
    lane.gate.leave(index);
  }
}

/** SES certainly has not taken it, or nothing was heard of it though later mails were. */
function mayGoAgain({ state }: Outcome): boolean {
  return state === "held" || state === "lapsed";
}

/** Makes the attempt after `held`. Gives its number if the lane must try once more, and undefined if not. */
async function attempt(ports: DeliverPorts, lane: Lane, index: number, held: number): Promise<number | undefined> {
  const claimed = await claimDelivery(ports, lane, index, held);
  switch (claimed.kind) {
    case "ended":
      return undefined;
    case "refused":
      await refuse(ports, lane, index, claimed);
      return undefined;
    case "anothers":
      await lane.outcomes.write({ index, attempt: claimed.attempt, state: "uncertain" });
      return undefined;
    case "claimed": {
      const answer = await submit(ports, lane, index, claimed);
      const isSettled = await settle(ports, lane, index, claimed, answer);
      return isSettled ? undefined : claimed.attempt;
    }
  }
}

async function refuse(
  ports: DeliverPorts,
  lane: Lane,
  index: number,
  { attempt, reason }: { readonly attempt: number; readonly reason: RefusalReason },
): Promise<void> {
  // Before the refusal is written: should we stop in between, this delivery is looked at again.
  const group = groupOfAudience(lane.run.audience);
  if (group !== undefined && unsentReasons.has(reason)) await ports.groups.stir(group, [], ports.clock.now());
  await lane.outcomes.write({ index, attempt, state: "refused", reason });
}

/** Hands the mail to SES; undefined when the gate has shut since it was claimed, and SES was not asked. */
async function submit(
  ports: DeliverPorts,
  lane: Lane,
  index: number,
  claimed: Claimed,
): Promise<SubmitAnswer | undefined> {
  const { subscriber, claim, mail } = claimed;
  const { run, shard, first } = lane.slice;
  const issuedAt = ports.clock.now();
  const cadence = cadenceOf(lane.run);
  const source = mail.fill({
    to: subscriber.address,
    leaveUrl: ports.links.url(leaveLink(subscriber.id, issuedAt, cadence, Object.keys(claim.items))),
    preferencesUrl: ports.links.url({ purpose: "preferences", subscriber: subscriber.id, issuedAt }),
  });
  const tags = { delivery: deliveryId({ run, shard, first, index }), attempt: String(claimed.attempt) };
  if (!(await lane.gate.isOpen())) return undefined;
  const answer = await ports.mailer.submit({ to: subscriber.address, source, tags });
  lane.gate.answered(answer);
  return answer;
}

/** Writes what an answer means. Says whether the delivery is settled: if not, the lane tries it again. */
async function settle(
  ports: DeliverPorts,
  lane: Lane,
  index: number,
  claimed: Claimed,
  answer: SubmitAnswer | undefined,
): Promise<boolean> {
  const { attempt, subscriber } = claimed;
  switch (answer?.kind) {
    case "taken":
      await lane.outcomes.submitted(index, attempt);
      return true;
    case "refused":
      // Given back before it is written down as refused: should we stop in between, the log still tells both.
      await giveBack(ports, lane.run, subscriber.id, claimed, answer.reason);
      await lane.outcomes.write({ index, attempt, state: "refused", reason: answer.reason });
      return true;
    case "lost":
      await lane.outcomes.write({ index, attempt, state: "uncertain" });
      return true;
    case "throttled":
    case "unreached":
      await lane.outcomes.write({ index, attempt, state: "held" });
      return false;
    case "quota":
    case "account":
      await lane.outcomes.write({ index, attempt, state: "held" });
      await holdAccount(ports, lane, answer);
      return true;
    case undefined:
      await lane.outcomes.write({ index, attempt, state: "held" });
      return true;
  }
}

async function holdAccount(
  ports: DeliverPorts,
  lane: Lane,
  answer: Extract<SubmitAnswer, { kind: "quota" | "account" }>,
): Promise<void> {
  const { kind: reason } = answer;
  lane.gate.shut(`hold-${reason}`);
  const said = reason === "account" ? { code: answer.code } : {};
  await ports.account.hold({ reason, ...said, since: ports.clock.now() });
  lane.memory.forgetAccount();
  if (reason === "account") await ports.alarm.raise("account-held", { ...said, run: lane.run.id });
}
