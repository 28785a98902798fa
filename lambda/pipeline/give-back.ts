import type { RefusalReason } from "#core/delivery.ts";
import { givenBack } from "#core/marks.ts";
import type { Run } from "#core/run.ts";
import type { MailedNumbers } from "#core/subscriber.ts";
import { type ChangePorts, changeSubscriber } from "./change-subscriber.ts";

/** Owes to a subscriber what was claimed for a run and will not be sent: the next digest brings it. */
export async function giveBack(
  ports: ChangePorts,
  run: Run,
  subscriber: string,
  { attempt, numbers }: { readonly attempt: number; readonly numbers: MailedNumbers },
  reason: RefusalReason,
): Promise<void> {
  await changeSubscriber(ports, subscriber, async ({ entry }) => ({
    event: { kind: "owed", run: run.id, attempt, reason, numbers },
    state: givenBack(entry.state, numbers),
  }));
}
