/** What a function answers an HTTP API, in payload format 2.0. */

export interface ApiAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** Headers that API Gateway sets itself. */
const OWN = new Set(["connection", "content-length", "transfer-encoding", "keep-alive", "date"]);

/** Undefined where the answer is not one that API Gateway understands: it then says 500. */
export function readApiAnswer(json: string): ApiAnswer | undefined {
  const answer: unknown = JSON.parse(json);
  if (answer === null || typeof answer !== "object" || !("statusCode" in answer)) {
    // Anything else is taken as the body of a 200.
    return { status: 200, headers: [["content-type", "application/json"]], body: Buffer.from(json) };
  }
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded } = answer as Record<string, unknown>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (typeof body !== "string" || !Array.isArray(cookies) || headers === null || typeof headers !== "object")
    return undefined;
  const given = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name]) => !OWN.has(name));
  const typed = given.some(([name]) => name === "content-type");
  return {
    status,
    headers: [
      ...given,
      ...(typed ? [] : [["content-type", "text/plain;charset=UTF-8"] as const]),
      ...cookies.map((cookie) => ["set-cookie", String(cookie)] as const),
    ],
    body: Buffer.from(body, isBase64Encoded === true ? "base64" : "utf8"),
  };
}
