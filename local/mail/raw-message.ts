/** Reads a SendRawEmail request: what is to be sent to whom, or why SES would not take it. */
import { type AwsCall, type AwsRefusal, readQueryBody } from "../gateway/call.ts";
import { addressesIn, headerValue, type MailHeader, readHeaders } from "./headers.ts";

export interface RawMessage {
  readonly source: Buffer;
  readonly headers: readonly MailHeader[];
  /** The address in From. */
  readonly from: string;
  readonly destinations: readonly string[];
  readonly configurationSet: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** @see https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const LARGEST_MESSAGE_BYTES = 10 * 1024 * 1024;
const MOST_RECIPIENTS = 50;

/** RFC 5321, 4.5.3.1.6: with its line end. */
const LONGEST_LINE_BYTES = 1000;

const LONGEST_ADDRESS = 320;

/** Names and values of message tags, and no more than this many letters (docs.aws.amazon.com/ses, MessageTag). */
const TAG = /^[A-Za-z0-9_-]{1,256}$/;

const known = new WeakMap<AwsCall, RawMessage | AwsRefusal>();

/** What `call` asks for. It is read once, though the gate and the service both ask. */
export function readRawMessage(call: AwsCall): RawMessage | AwsRefusal {
  const read = known.get(call) ?? parse(call);
  known.set(call, read);
  return read;
}

function parse(call: AwsCall): RawMessage | AwsRefusal {
  const query = readQueryBody(call);
  const source = Buffer.from(query.get("RawMessage.Data") ?? "", "base64");
  if (source.length === 0) return invalid("RawMessage.Data is missing.");
  if (source.length > LARGEST_MESSAGE_BYTES) {
    return invalid(`Message length is more than ${LARGEST_MESSAGE_BYTES} bytes long: '${source.length}'.`);
  }
  if (longestLine(source) > LONGEST_LINE_BYTES) return invalid(`A line is longer than ${LONGEST_LINE_BYTES} bytes.`);
  const headers = readHeaders(source);
  const from = addressesIn(headerValue(headers, "From") ?? "");
  if (from.length !== 1 || !from[0]) return invalid("Missing required header 'From'.");
  const destinations = destinationsOf(query, headers);
  const refused = checkDestinations(destinations);
  if (refused) return refused;
  const tags = tagsOf(query, headers);
  if (!tags)
    return invalid("A message tag's name or value is empty, too long, or holds other letters than A-Z a-z 0-9 _ -.");
  const configurationSet =
    query.get("ConfigurationSetName") ?? headerValue(headers, "X-SES-CONFIGURATION-SET") ?? undefined;
  return { source, headers, from: from[0], destinations, configurationSet, tags };
}

function invalid(message: string): AwsRefusal {
  return { status: 400, code: "InvalidParameterValue", message };
}

function longestLine(source: Buffer): number {
  let longest = 0;
  let start = 0;
  for (let end = source.indexOf(10); end >= 0; end = source.indexOf(10, start)) {
    longest = Math.max(longest, end + 1 - start);
    start = end + 1;
  }
  return Math.max(longest, source.length - start);
}

function destinationsOf(query: URLSearchParams, headers: readonly MailHeader[]): readonly string[] {
  const given = [...query].filter(([name]) => name.startsWith("Destinations.member.")).map(([, value]) => value);
  if (given.length > 0) return given.flatMap(addressesIn);
  return ["To", "Cc", "Bcc"].flatMap((name) => addressesIn(headerValue(headers, name) ?? ""));
}

function checkDestinations(destinations: readonly string[]): AwsRefusal | undefined {
  if (destinations.length === 0) return invalid("Missing final '@domain'.");
  if (destinations.length > MOST_RECIPIENTS) return invalid(`Recipient count exceeds ${MOST_RECIPIENTS}.`);
  for (const address of destinations) {
    const at = address.lastIndexOf("@");
    if (at < 1 || at === address.length - 1 || address.length > LONGEST_ADDRESS)
      return invalid("Missing final '@domain'.");
    if (!/^[\x21-\x7e]+$/.test(address.slice(0, at))) return invalid("Local address contains control or whitespace.");
  }
  return undefined;
}

/** Tags of the request win over those of the header. */
function tagsOf(query: URLSearchParams, headers: readonly MailHeader[]): Readonly<Record<string, string>> | undefined {
  const written =
    headerValue(headers, "X-SES-MESSAGE-TAGS")
      ?.split(",")
      .map((pair) => pair.trim().split("=")) ?? [];
  const asked = [...query]
    .filter(([name]) => /^Tags\.member\.\d+\.Name$/.test(name))
    .map(([name, value]) => [value, query.get(name.replace(/Name$/, "Value")) ?? ""]);
  const pairs = asked.length > 0 ? asked : written;
  if (pairs.some((pair) => pair.length !== 2 || !pair.every((part) => TAG.test(part)))) return undefined;
  return Object.fromEntries(pairs);
}
