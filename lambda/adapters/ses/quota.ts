import { GetSendQuotaCommand, type GetSendQuotaCommandOutput, type SESClient } from "@aws-sdk/client-ses";
import { Fault } from "#core/fault.ts";
import type { Instant } from "#core/instant.ts";
import type { Quota } from "#pipeline/ports/mailer.ts";

/** How long a rate is believed, in milliseconds: AWS raises it seldom, and lowers it hardly ever. */
const believedMs = 60_000;

/** What SES tells as the quota of 24 hours where there is none (docs.aws.amazon.com/ses, GetSendQuota). */
const unlimited = -1;

/** What the account may send, as SES tells it. */
export function sesQuota(client: SESClient, now: () => Instant): Quota {
  let known: { readonly rate: number; readonly askedAt: Instant } | undefined;
  return {
    rate: async () => {
      if (known !== undefined && now() - known.askedAt < believedMs) return known.rate;
      const { MaxSendRate: rate } = await asked(client);
      if (rate === undefined || !(rate > 0)) {
        throw new Fault("ses.quota-unknown", `SES tells a rate of ${rate} mails a second`);
      }
      known = { rate, askedAt: now() };
      return rate;
    },
    hasRoom: async () => {
      const { Max24HourSend: most, SentLast24Hours: sent } = await asked(client);
      if (most === undefined || sent === undefined) {
        throw new Fault("ses.quota-unknown", "SES did not tell the quota of 24 hours");
      }
      return most === unlimited || sent < most;
    },
  };
}

async function asked(client: SESClient): Promise<GetSendQuotaCommandOutput> {
  try {
    return await client.send(new GetSendQuotaCommand({}));
  } catch (cause) {
    throw new Fault("ses.quota-unknown", "SES did not tell the account's sending quota", { cause });
  }
}
