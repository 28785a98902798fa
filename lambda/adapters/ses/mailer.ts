import { type SESClient, SendRawEmailCommand } from "@aws-sdk/client-ses";
import { sesConnectionTimeoutMs, sesRequestTimeoutMs, sesSocketTimeoutMs } from "#core/grace.ts";
import type { Mailer } from "#pipeline/ports/mailer.ts";
import { classifyFailure } from "./classify-failure.ts";

/**
 * How long SES may take to accept a connection, to begin its answer and to go on with it, in milliseconds.
 *
 * Without `throwOnRequestTimeout` the SDK warns about a late answer and waits for it without end; without `socketTimeout`
 * it waits without end for the rest of an answer that has begun.
 */
export const sesPatience = {
  connectionTimeout: sesConnectionTimeoutMs,
  requestTimeout: sesRequestTimeoutMs,
  socketTimeout: sesSocketTimeoutMs,
  throwOnRequestTimeout: true,
} as const;

/**
 * The door to SES's `SendRawEmail`, one recipient a call.
 *
 * @param client must not retry by itself (`maxAttempts: 1`): the SDK's default delivered three copies when the
 *   connection dropped after SES had taken the mail; it waits as `sesPatience` says
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
