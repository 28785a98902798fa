import { groupOfAudience } from "#core/audience.ts";
import { deliveryId, type RefusalReason, type SubmitAnswer } from "#core/delivery.ts";
import { leaveLink } from "#core/link.ts";
import { cadenceOf } from "#core/run.ts";
import type { ChangePorts } from "./change-subscriber.ts";
import { type Claimed, claimDelivery } from "./claim-delivery.ts";
import type { ComposePorts } from "./compose.ts";
import { giveBack } from "./give-back.ts";
import type { Lane } from "./lane.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { Links } from "./ports/links.ts";
import type { Mailer } from "./ports/mailer.ts";
import type { TopicLog } from "./ports/topics.ts";

export interface DeliverPorts extends ChangePorts, ComposePorts {
  readonly ledger: Ledger;
  readonly topicLog: TopicLog;
  readonly links: Links;
  readonly mailer: Mailer;
}

/** Lost answers in a row after which a lane stops: the fault is not the single mail's. */
const lostInARowMax = 5;

/** How long a lane waits after SES said that it is too fast, in milliseconds: SES counts by the second. */
const throttledWaitMs = 1000;

/** Refusals that leave something new unsent, so that the next digest of the group must be planned for it. */
const unsentReasons: ReadonlySet<RefusalReason> = new Set(["stale", "already-today"]);

/** Brings one delivery of a slice to its outcome, or leaves it waiting when the lane ends first. */
export async function deliver(ports: DeliverPorts, lane: Lane, index: number): Promise<void> {
  const known = lane.outcomes.get(index);
  if (known !== undefined && known.state !== "held" && known.state !== "lapsed") return;
  let held = known?.attempt ?? 0;
  while (lane.stopped === undefined && ports.clock.now() < lane.until) {
    const outcome = await claimDelivery(ports, lane, lane.slice.members[index] ?? "", held);
    const { kind } = outcome;
    if (kind === "ended") return;
    if (kind === "refused") return refuse(ports, lane, index, outcome);
    if (kind === "anothers") return lane.outcomes.write({ index, attempt: outcome.attempt, state: "uncertain" });
    const isSettled = await settle(ports, lane, index, outcome, await submit(ports, lane, index, outcome));
    if (isSettled) return;
    held = outcome.attempt;
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

async function submit(ports: DeliverPorts, lane: Lane, index: number, claimed: Claimed): Promise<SubmitAnswer> {
  const { subscriber, claim } = claimed;
  const { run, shard, first } = lane.slice;
  const mail = await lane.compose(claim, claim.state);
  const issuedAt = ports.clock.now();
  const cadence = cadenceOf(lane.run);
  const source = mail.fill({
    to: subscriber.address,
    leaveUrl: ports.links.url(leaveLink(subscriber.id, issuedAt, cadence, Object.keys(claim.items))),
    preferencesUrl: ports.links.url({ purpose: "preferences", subscriber: subscriber.id, issuedAt }),
  });
  const tags = { delivery: deliveryId({ run, shard, first, index }), attempt: String(claimed.attempt) };
  return ports.mailer.submit({ to: subscriber.address, source, tags });
}

/** Writes what an answer means. Says whether the delivery is settled: if not, the lane tries it again. */
async function settle(
  ports: DeliverPorts,
  lane: Lane,
  index: number,
  claimed: Claimed,
  answer: SubmitAnswer,
): Promise<boolean> {
  const { attempt, subscriber } = claimed;
  lane.lostInARow = answer.kind === "lost" ? lane.lostInARow + 1 : 0;
  switch (answer.kind) {
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
      if (lane.lostInARow >= lostInARowMax) lane.stopped = "answers-lost";
      return true;
    case "throttled":
    case "unreached":
      await lane.outcomes.write({ index, attempt, state: "held" });
      lane.pace.hold(throttledWaitMs);
      return false;
    case "quota":
    case "account":
      await lane.outcomes.write({ index, attempt, state: "held" });
      lane.stopped = answer.kind === "quota" ? "quota" : answer.code;
      return true;
  }
}
