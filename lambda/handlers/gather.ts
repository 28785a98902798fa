import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import { gather, gatherPushed } from "#pipeline/gather.ts";
import { eachMessage } from "./each-message.ts";
import { gatherMessage } from "./queue-message.ts";
import { gatherWorld } from "./world/gathering.ts";

const ports = gatherWorld();
const log = jsonLog("gather");

/** Polls sources, and takes what hubs push, one a message. */
export function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return eachMessage(event, log, async (body) => {
    const message = gatherMessage(body);
    const outcome = message.kind === "poll" ? await gather(ports, message) : await gatherPushed(ports, message);
    if (outcome.kind === "unchanged" || outcome.kind === "not-due") return;
    const tell = outcome.kind === "refused" ? log.warn : log.info;
    const { kind, ...counts } = outcome;
    tell(`source.${kind}`, { source: message.source, ...counts });
  });
}
