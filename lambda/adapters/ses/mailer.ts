import { type SESClient, SendRawEmailCommand, type SendRawEmailCommandInput } from "@aws-sdk/client-ses";
import { sesConnectionTimeoutMs, sesRequestTimeoutMs, sesSocketTimeoutMs } from "#core/grace.ts";
import type { Mailer } from "#pipeline/ports/mailer.ts";
import { classifyFailure } from "./classify-failure.ts";
import { giveBackMessage } from "./lent-messages.ts";
import { preparedRequests, readAnswer } from "./prepared-request.ts";

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
 *   connection dropped after SES had taken the mail. It waits as `sesPatience` says. Its first call is looked at, so that
 *   the next ones can be prepared
 */
export function sesMailer(client: SESClient, senderAddress: string, configurationSet: string): Mailer {
  const sendPrepared = preparedRequests(client);
  return {
    submit: async ({ to, source, tags }) => {
      const input: SendRawEmailCommandInput = {
        Source: senderAddress,
        Destinations: [to],
        RawMessage: { Data: source },
        ConfigurationSetName: configurationSet,
        Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
      };
      try {
        const answer = await sendPrepared(input);
        if (answer !== "taken") {
          const command = new SendRawEmailCommand(input);
          if (answer !== "unprepared") readAnswer(command, answer);
          await client.send(command);
        }
      } catch (failure) {
        return classifyFailure(failure);
      }
      // Only now: SES has read the message to its end, and nothing of the SDK's looks at it any more.
      giveBackMessage(source);
      return { kind: "taken" };
    },
  };
}
