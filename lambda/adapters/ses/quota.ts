import { GetSendQuotaCommand, type SESClient } from "@aws-sdk/client-ses";
import { Fault } from "#core/fault.ts";
import type { Instant } from "#core/instant.ts";
import type { Quota } from "#pipeline/ports/mailer.ts";

/** How long a rate is believed, in milliseconds: AWS raises it seldom, and lowers it hardly ever. */
const believedMs = 60_000;

/** The account's own rate, as SES tells it. */
export function sesQuota(client: SESClient, now: () => Instant): Quota {
  let known: { readonly rate: number; readonly askedAt: Instant } | undefined;
  return {
    rate: async () => {
      if (known !== undefined && now() - known.askedAt < believedMs) return known.rate;
      const rate = await askedRate(client);
      known = { rate, askedAt: now() };
      return rate;
    },
  };
}

async function askedRate(client: SESClient): Promise<number> {
  let rate: number | undefined;
  try {
    rate = (await client.send(new GetSendQuotaCommand({}))).MaxSendRate;
  } catch (cause) {
    throw new Fault("ses.quota-unknown", "SES did not tell the account's sending quota", { cause });
  }
  if (rate === undefined || !(rate > 0))
    throw new Fault("ses.quota-unknown", `SES tells a rate of ${rate} mails a second`);
  return rate;
}
