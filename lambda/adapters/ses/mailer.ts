import { type SESClient, SendRawEmailCommand } from "@aws-sdk/client-ses";
import type { Mailer } from "#pipeline/ports/mailer.ts";
import { classifyFailure } from "./classify-failure.ts";

/**
 * The door to SES's `SendRawEmail`, one recipient a call.
 *
 * @param client must not retry by itself (`maxAttempts: 1`): the SDK's default delivered three copies when the
 *   connection dropped after SES had taken the mail
 */
export function sesMailer(client: SESClient, senderAddress: string, configurationSet: string): Mailer {
  return {
    submit: async ({ to, source, tags }) => {
      const command = new SendRawEmailCommand({
        Source: senderAddress,
        Destinations: [to],
        RawMessage: { Data: source },
        ConfigurationSetName: configurationSet,
        Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
      });
      try {
        await client.send(command);
        return { kind: "taken" };
      } catch (failure) {
        return classifyFailure(failure);
      }
    },
  };
}
