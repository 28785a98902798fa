import type { SubmitAnswer } from "#core/delivery.ts";

/** How SES says that the rate of the moment is used up: the name differs from page to page of its documentation. */
const throttlingNames = new Set([
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "LimitExceededException",
  "RequestLimitExceeded",
]);

/** What SES says of one message or one address, for good. */
const messageNames = new Set([
  "MessageRejected",
  "InvalidParameterValue",
  "ValidationError",
  "InvalidParameterValueException",
]);

/** Failures of the connection before a byte of the request could have gone out. */
const unreachedCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "CERT_HAS_EXPIRED",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/**
 * What a failed call of SES means for the mail.
 *
 * Only what SES certainly has not taken may be sent again; where that is not certain the answer is *lost*.
 */
export function classifyFailure(failure: unknown): SubmitAnswer {
  const { name, message, code, syscall, status } = describe(failure);
  if (status === undefined) {
    if (name === "CredentialsProviderError") return { kind: "account", code: name };
    const unreached =
      unreachedCodes.has(code) || syscall === "connect" || /did not establish a connection/.test(message);
    return unreached ? { kind: "unreached" } : { kind: "lost" };
  }
  // An answer that began as no error and could not be read to its end: SES may well have taken the mail.
  if (status < 400) return { kind: "lost" };
  if (throttlingNames.has(name)) return /daily/i.test(message) ? { kind: "quota" } : { kind: "throttled" };
  // 408: the request was cut short on its way, or so SES thinks; what it has of it is not known.
  if (status >= 500 || status === 408) return { kind: "lost" };
  if (!messageNames.has(name)) return { kind: "account", code: name };
  // "Email address is not verified": the sender's identity, or the sandbox. A person must look.
  if (/not verified/i.test(message)) return { kind: "account", code: "not-verified" };
  // "Sending paused for this account. … the email address associated with your AWS account": no reader's address.
  if (/paused|suspended/i.test(message)) return { kind: "account", code: "paused" };
  const isAddress = /address|local part|domain|recipient/i.test(message);
  return { kind: "refused", reason: isAddress ? "address-refused" : "message-refused" };
}

interface Described {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly syscall: string;
  /** The status of SES's answer; undefined where none came. */
  readonly status: number | undefined;
}

function describe(failure: unknown): Described {
  const fields = (typeof failure === "object" && failure !== null ? failure : {}) as Record<string, unknown>;
  const metadata = fields["$metadata"] as { httpStatusCode?: unknown } | undefined;
  const status = metadata?.httpStatusCode;
  return {
    name: text(fields["name"]),
    message: text(fields["message"]),
    code: text(fields["code"]),
    syscall: text(fields["syscall"]),
    status: typeof status === "number" ? status : undefined,
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
