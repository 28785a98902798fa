import { once } from "node:events";
import { createServer as createHttpServer, type ServerResponse } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { SESClient } from "@aws-sdk/client-ses";
import { afterEach, describe, expect, test } from "vitest";
import { classifyFailure } from "#adapters/ses/classify-failure.ts";
import { sesMailer, sesPatience } from "#adapters/ses/mailer.ts";
import type { SubmitAnswer } from "#core/delivery.ts";

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** Listens on a free port of the loopback interface and gives its origin. */
async function listening(server: Server): Promise<string> {
  servers.push(server);
  server.on("connection", (socket: Socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** As `sesPatience`, but waiting for 200 ms wherever that waits. */
const impatience = Object.fromEntries(
  Object.entries(sesPatience).map(([name, value]) => [name, typeof value === "number" ? 200 : value]),
);

/** What is said of a mail that is handed to this endpoint. */
async function submitted(endpoint: string, requestHandler: object = sesPatience): Promise<SubmitAnswer> {
  const client = new SESClient({
    endpoint,
    region: "eu-west-2",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler,
  });
  const mail = { to: "rosa@reader.example", source: Buffer.from("Subject: News\r\n\r\n."), tags: {} };
  const answer = await sesMailer(client, "news@tidewater.example", "mails").submit(mail);
  client.destroy();
  return answer;
}

/** An SES that answers each call so. */
function answering(answer: (response: ServerResponse) => void): Promise<string> {
  return listening(
    createHttpServer((request, response) => {
      request.resume();
      request.on("end", () => answer(response));
    }),
  );
}

const errorXml = (code: string, message: string) =>
  `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code>` +
  `<Message>${message}</Message></Error><RequestId>4d6f-1</RequestId></ErrorResponse>`;

const account = (code: string): SubmitAnswer => ({ kind: "account", code });
const refused = (reason: "address-refused" | "message-refused"): SubmitAnswer => ({ kind: "refused", reason });

const errors: readonly (readonly [number, string, string, SubmitAnswer])[] = [
  [400, "Throttling", "Maximum sending rate exceeded.", { kind: "throttled" }],
  [400, "ThrottlingException", "Rate exceeded", { kind: "throttled" }],
  [429, "TooManyRequestsException", "Too many requests.", { kind: "throttled" }],
  [503, "Throttling", "Rate exceeded", { kind: "throttled" }],
  [400, "Throttling", "Daily message quota exceeded.", { kind: "quota" }],
  [400, "LimitExceededException", "Daily message quota exceeded.", { kind: "quota" }],
  [
    400,
    "MessageRejected",
    "Message rejected: Sending paused for this account. For more information, please check the inbox of the email address associated with your AWS account.",
    account("paused"),
  ],
  [408, "RequestTimeout", "Your request took too long.", { kind: "lost" }],
  [400, "AccountSendingPausedException", "Sending is paused.", account("AccountSendingPausedException")],
  [
    400,
    "ConfigurationSetDoesNotExist",
    "Configuration set mails does not exist.",
    account("ConfigurationSetDoesNotExistException"),
  ],
  [
    400,
    "ConfigurationSetSendingPausedException",
    "Sending is paused for mails.",
    account("ConfigurationSetSendingPausedException"),
  ],
  [
    400,
    "MailFromDomainNotVerifiedException",
    "MAIL FROM is not verified.",
    account("MailFromDomainNotVerifiedException"),
  ],
  [403, "AccessDenied", "User is not authorized to perform ses:SendRawEmail", account("AccessDenied")],
  [403, "SignatureDoesNotMatch", "The signature does not match.", account("SignatureDoesNotMatch")],
  [403, "InvalidClientTokenId", "The token is invalid.", account("InvalidClientTokenId")],
  [403, "ExpiredToken", "The token has expired.", account("ExpiredToken")],
  [
    400,
    "MessageRejected",
    "Email address is not verified. The following identities failed the check: news@tidewater.example",
    account("not-verified"),
  ],
  [400, "MessageRejected", "Address blacklisted.", refused("address-refused")],
  [400, "InvalidParameterValue", "Missing final '@domain'", refused("address-refused")],
  [400, "InvalidParameterValue", "Local address contains control or whitespace", refused("address-refused")],
  [400, "InvalidParameterValue", "Domain contains dot-dot", refused("address-refused")],
  [400, "InvalidParameterValue", "Header value is too long: 'Subject'", refused("message-refused")],
  [400, "MessageRejected", "Message contained a virus.", refused("message-refused")],
  [400, "SomethingNew", "Nobody has met this yet.", account("SomethingNew")],
  [
    400,
    "MessageRejected",
    "Sending paused for this account. Please check the email address associated with your AWS account.",
    account("paused"),
  ],
  [408, "RequestTimeout", "The request was not received in time.", { kind: "lost" }],
  [500, "InternalFailure", "We do not know.", { kind: "lost" }],
  [503, "ServiceUnavailable", "Later.", { kind: "lost" }],
];

describe("an error of SES", () => {
  test.each(errors)("%i %s “%s” means %j", async (status, code, message, meaning) => {
    const endpoint = await answering((response) => {
      response.writeHead(status, { "content-type": "text/xml" }).end(errorXml(code, message));
    });
    expect(await submitted(endpoint)).toEqual(meaning);
  });

  test("that is no XML leaves the mail lost when it is the server's, or a person looks", async () => {
    const page = (status: number) =>
      answering((response) => void response.writeHead(status).end("<html>Bad gateway</html>"));
    expect(await submitted(await page(502))).toEqual({ kind: "lost" });
  });
});

describe("a connection to SES", () => {
  test("that is refused has not reached it", async () => {
    const endpoint = await listening(createServer());
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    expect(await submitted(endpoint)).toEqual({ kind: "unreached" });
  });

  test("to a name that nobody knows has not reached it", async () => {
    expect(await submitted("http://ses.nowhere.invalid")).toEqual({ kind: "unreached" });
  });

  test("that is reset in the middle of the request may have lost the answer", async () => {
    const endpoint = await listening(createServer((socket) => socket.once("data", () => socket.resetAndDestroy())));
    expect(await submitted(endpoint)).toEqual({ kind: "lost" });
  });

  test("that is reset after the request has lost the answer", async () => {
    const endpoint = await answering((response) => void response.socket?.resetAndDestroy());
    expect(await submitted(endpoint)).toEqual({ kind: "lost" });
  });

  test("that is closed in the middle of the answer has lost it", async () => {
    const endpoint = await answering((response) => {
      response.writeHead(200, { "content-length": "1000" }).write("<SendRawEmailResponse>");
      response.socket?.end();
    });
    expect(await submitted(endpoint)).toEqual({ kind: "lost" });
  });

  test("that never answers has lost the answer when the time is up", async () => {
    const endpoint = await answering(() => undefined);
    expect(await submitted(endpoint, impatience)).toEqual({ kind: "lost" });
  });

  test("whose answer never ends has lost the answer when the time is up", async () => {
    const endpoint = await answering((response) => void response.writeHead(200).write("<SendRawEmailResponse>"));
    expect(await submitted(endpoint, impatience)).toEqual({ kind: "lost" });
  });

  test("that answers in words that are no XML has lost the answer", async () => {
    const endpoint = await answering((response) => void response.writeHead(200).end("<html>Welcome to the hotel"));
    expect(await submitted(endpoint)).toEqual({ kind: "lost" });
  });
});

describe("a failure before any connection", () => {
  test("of the credentials needs a person", () => {
    const failure = Object.assign(new Error("Could not load credentials"), { name: "CredentialsProviderError" });
    expect(classifyFailure(failure)).toEqual(account("CredentialsProviderError"));
  });

  test("to connect in time has not reached SES", () => {
    const message = "the request socket did not establish a connection with the server within the configured timeout";
    const failure = Object.assign(new Error(message), { name: "TimeoutError" });
    expect(classifyFailure(failure)).toEqual({ kind: "unreached" });
  });
});

describe("a failure that tells nothing", () => {
  test.each([undefined, "away", new Error("what?"), { $metadata: {} }])("(%s) leaves the mail lost", (failure) => {
    expect(classifyFailure(failure)).toEqual({ kind: "lost" });
  });
});
