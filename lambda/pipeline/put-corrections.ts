import { followersAudience } from "#core/audience.ts";
import type { Version } from "#core/development.ts";
import { type CorrectionRun, correctionRunId, correctionStaleAfterMs } from "#core/run.ts";
import type { Clock } from "./ports/clock.ts";
import type { Ledger } from "./ports/ledger.ts";

/**
 * Puts the runs of the corrections that an editor wants told at once, each once.
 *
 * None is planned here: `recover` asks for that when every run that may carry the older version has closed.
 *
 * @param versions the topic's whole log
 */
export async function putCorrections(
  ports: { readonly ledger: Ledger; readonly clock: Clock },
  topic: string,
  versions: readonly Version[],
  shards: number,
): Promise<void> {
  const now = ports.clock.now();
  for (const { number, development, recordedAt, atOnce } of versions) {
    const staleAt = recordedAt + correctionStaleAfterMs;
    if (atOnce !== true || now >= staleAt) continue;
    const run: CorrectionRun = {
      kind: "correction",
      id: correctionRunId(topic, number),
      audience: followersAudience(topic),
      topic,
      development,
      number,
      dueAt: recordedAt,
      staleAt,
      shards,
    };
    await ports.ledger.putRun(run);
  }
}
