/**
 * Requests of `SendRawEmail` that are put together of what was encoded before.
 *
 * For each call the SDK encodes the message anew (base64, then a form, then UTF-8) and goes through a dozen layers, a
 * millisecond in all for a mail of 70 kB. Here the first call goes its way, and is looked at: what it was on the wire,
 * and who signed it. Where our own request for the same mail is the same to the byte, the next ones are ours, signed by
 * the SDK's signer and sent by its handler. Any answer but a plain yes is handed to the SDK to be read.
 *
 * @see docs/decisions/0085-requests-to-ses-are-prepared.md
 */
import { randomUUID } from "node:crypto";
import type { SESClient, SendRawEmailCommand, SendRawEmailCommandInput } from "@aws-sdk/client-ses";
import { formOf } from "./lent-messages.ts";
import { mailBuffers } from "./mail-buffers.ts";

/** A request as the SDK's signer and handler take it. */
interface Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** An answer of SES, read to its end. */
interface Response {
  readonly statusCode: number;
  readonly body: unknown;
}

type Sign = (request: Request) => Promise<Request>;

/** What was learnt from a call that the SDK made. */
interface Learnt {
  readonly request: Request;
  readonly sign: Sign;
}

/** What came of a prepared call. */
export type PreparedAnswer =
  /** SES took the mail. */
  | "taken"
  /** Nothing was sent: the call is the SDK's. */
  | "unprepared"
  /** SES said something else, and this is it. */
  | Response;

/** Headers that are made anew for each request, or tell of the one call that was looked at. */
const ownHeaders: ReadonlySet<string> = new Set([
  "authorization",
  "x-amz-date",
  "x-amz-content-sha256",
  "x-amz-security-token",
  "x-amzn-trace-id",
  "content-length",
]);
const idHeader = "amz-sdk-invocation-id";

/** Longest answer that is read, in bytes: a yes has some 350, an error 1,000. */
const answerMaxBytes = 64 * 1024;

/** Sends prepared requests in the place of `client`, and learns from what `client` sends how to. */
export function preparedRequests(client: SESClient): (input: SendRawEmailCommandInput) => Promise<PreparedAnswer> {
  const buffers = mailBuffers();
  let learnt: Learnt | "nothing-to-learn" | undefined;

  client.middlewareStack.add(
    (next, context) => async (args) => {
      const form = learnt === undefined ? formFor(args.input as SendRawEmailCommandInput) : undefined;
      if (form !== undefined) {
        learnt = await learn(args.request as Request, context, form).catch(() => "nothing-to-learn" as const);
      }
      return next(args);
    },
    // Innermost: what comes here is on its way to the wire.
    { name: "bulletinPreparedRequests", step: "deserialize", priority: "low", override: true },
  );

  return async (input) => {
    if (typeof learnt !== "object") return "unprepared";
    const form = formFor(input);
    if (form === undefined) return "unprepared";
    const buffer = buffers.lend(sizeOf(form));
    const unsigned = withBody(learnt.request, joined(form, buffer), randomUUID());
    const signed = await learnt.sign(unsigned).catch(() => undefined);
    // The SDK says better why it cannot be signed, when it tries.
    if (signed === undefined) return "unprepared";
    const { response } = await client.config.requestHandler.handle(signed as never);
    const said = await read(response.body);
    if (response.statusCode === 200 && said.includes("<MessageId>")) {
      // Only now: SES has read the request to its end, and nothing of the SDK's looks at it any more.
      buffers.giveBack(buffer);
      return "taken";
    }
    return Object.assign(response, { body: said });
  };
}

/** Has the SDK read an answer as if it had sent `command` itself: whatever comes of it, nothing is sent. */
export function readAnswer(command: SendRawEmailCommand, answer: Response): void {
  command.middlewareStack.add(() => async () => ({ response: answer, output: undefined as never }), {
    name: "bulletinAnswer",
    step: "deserialize",
    priority: "low",
    override: true,
  });
}

/** The body of the request, in pieces; the fields are in the SDK's order. Undefined where the message is not at hand. */
function formFor(input: SendRawEmailCommandInput): readonly (string | Buffer)[] | undefined {
  const message = input.RawMessage?.Data && formOf(input.RawMessage.Data);
  if (message === undefined) return undefined;
  const fields = [
    ["Source", input.Source],
    ...(input.Destinations ?? []).map((address, index) => [`Destinations.member.${index + 1}`, address]),
    ...(input.Tags ?? []).flatMap(({ Name, Value }, index) => [
      [`Tags.member.${index + 1}.Name`, Name],
      [`Tags.member.${index + 1}.Value`, Value],
    ]),
    ["ConfigurationSetName", input.ConfigurationSetName],
  ];
  const rest = fields.map(([name, value]) => `&${name}=${formEncoded(value ?? "")}`).join("");
  return ["Action=SendRawEmail&Version=2010-12-01&RawMessage.Data=", ...message, rest];
}

function formEncoded(value: string): string {
  return /^[\w.~-]+$/.test(value)
    ? value
    : encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sizeOf(pieces: readonly (string | Buffer)[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

function joined(pieces: readonly (string | Buffer)[], buffer: Buffer): Buffer {
  let at = 0;
  for (const piece of pieces) {
    at += typeof piece === "string" ? buffer.write(piece, at, "latin1") : piece.copy(buffer, at);
  }
  return buffer.subarray(0, at);
}

/** The same request with another body and another id, as it is before it is signed. */
function withBody(request: Request, body: Buffer, id: string): Request {
  const kept = Object.entries(request.headers).filter(([name]) => !ownHeaders.has(name.toLowerCase()));
  const headers = { ...Object.fromEntries(kept), [idHeader]: id, "content-length": String(body.length) };
  return { ...request, headers, body };
}

/** Takes from a request of the SDK's what is needed to make the next ones, if ours would have been the same. */
async function learn(
  request: Request,
  context: object,
  form: readonly (string | Buffer)[],
): Promise<Learnt | "nothing-to-learn"> {
  const sign = signerIn(context);
  const body = joined(form, Buffer.allocUnsafe(sizeOf(form)));
  if (sign === undefined || request.body !== body.toString("latin1")) return "nothing-to-learn";
  const ours = await sign(withBody(request, body, request.headers[idHeader] ?? ""));
  const isSame = Object.entries(request.headers).every(([name, value]) => {
    // The second may have changed since, and the signature with it; the trace is not SES's concern.
    const isOwn = ["authorization", "x-amz-date", "x-amzn-trace-id"].includes(name.toLowerCase());
    return isOwn || ours.headers[name] === value;
  });
  return isSame ? { request, sign } : "nothing-to-learn";
}

/** How the SDK signed this call, as far as we know our way in what it keeps beside it. */
function signerIn(context: object): Sign | undefined {
  const { selectedHttpAuthScheme: scheme } = fieldsOf(fieldsOf(context)["__smithy_context"]) as {
    selectedHttpAuthScheme?: {
      readonly signer?: { sign?: (request: Request, identity: unknown, properties: unknown) => Promise<Request> };
      readonly identity?: unknown;
      readonly httpAuthOption?: { readonly signingProperties?: unknown };
    };
  };
  const { signer, identity, httpAuthOption } = scheme ?? {};
  if (typeof signer?.sign !== "function") return undefined;
  // The signer asks for the credentials of the moment by itself: `identity` is only passed on.
  return async (request) => (await signer.sign?.(request, identity, httpAuthOption?.signingProperties)) ?? request;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

async function read(body: unknown): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > answerMaxBytes) throw new Error(`SES answered more than ${answerMaxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
