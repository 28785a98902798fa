/** Answers in the words of AWS's three protocols. */
import { randomUUID } from "node:crypto";
import type { Answer, AwsRefusal, Protocol } from "./call.ts";

const XML_ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => XML_ESCAPES[character] ?? "");
}

/** A query protocol's answer: `inner` is XML. */
export function queryAnswer(operation: string, namespace: string, inner: string): Answer {
  const body =
    `<${operation}Response xmlns="${namespace}"><${operation}Result>${inner}</${operation}Result>` +
    `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${operation}Response>`;
  return { status: 200, headers: { "content-type": "text/xml" }, body };
}

export function refusalAnswer(protocol: Protocol, refusal: AwsRefusal): Answer {
  const { status, code, message } = refusal;
  if (protocol === "query") {
    const body =
      `<ErrorResponse><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type><Code>${escapeXml(code)}</Code>` +
      `<Message>${escapeXml(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
    return { status, headers: { "content-type": "text/xml" }, body };
  }
  const headers: Record<string, string> = { "content-type": "application/x-amz-json-1.0" };
  if (protocol === "rest") headers["x-amzn-errortype"] = code;
  return { status, headers, body: JSON.stringify({ __type: code, message, Message: message }) };
}

/** In the manner of AWS's own, so that a log reads as it would there. */
export function accessDenied(
  protocol: Protocol,
  told: { readonly caller: string; readonly action: string; readonly resource: string; readonly explicitly: boolean },
): AwsRefusal {
  const because = told.explicitly
    ? `with an explicit deny in a policy`
    : `because no identity-based policy allows the ${told.action} action`;
  return {
    status: protocol === "json" ? 400 : 403,
    code: protocol === "query" ? "AccessDenied" : "AccessDeniedException",
    message: `User: ${told.caller} is not authorized to perform: ${told.action} on resource: ${told.resource} ${because}`,
  };
}
