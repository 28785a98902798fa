/**
 * An SES that takes everything, in a process of its own, so that its work is counted for nobody.
 *
 * It answers what both of SES's interfaces answer: form and XML to `SendRawEmail`, JSON to `SendEmail` of version 2. It
 * also keeps the last request for whoever asks with GET.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const messageId = "0100019a-7b1c-4f6e-9d2a-5c8e3f1b0a47-000000";
const xml =
  '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult>' +
  `<MessageId>${messageId}</MessageId></SendRawEmailResult><ResponseMetadata>` +
  "<RequestId>2f1d6c8a-94b0-4c5e-8a57-0e3b7d9f6c21</RequestId></ResponseMetadata></SendRawEmailResponse>";
const json = JSON.stringify({ MessageId: messageId });

let last: Buffer[] = [];

const server = createServer((request, response) => {
  if (request.method === "GET") {
    response.end(Buffer.concat(last));
    return;
  }
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    last = parts;
    response.setHeader("content-type", isForm ? "text/xml" : "application/json").end(isForm ? xml : json);
  });
});

// Whoever waits for their turn keeps their connections: one that is closed as it is used again costs a mail.
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit(0));
