/** Writes what the HTTP API answers. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiAnswer } from "./api-answer.ts";

/** How long a client may go on sending after it was answered: one that is cut off at once may not see its answer. */
const LINGER_MS = 1000;

/** An answer that comes before the whole request was read ends the connection. */
export function writeAnswer(request: IncomingMessage, response: ServerResponse, answer: ApiAnswer): void {
  const { status, headers, body } = answer;
  const bare = status === 204 || status === 304;
  // A function answers HEAD without a body: how long GET's would be is not known here.
  const length =
    bare || (request.method === "HEAD" && body.length === 0) ? [] : ["content-length", String(body.length)];
  const close = request.complete ? [] : ["connection", "close"];
  response.writeHead(status, [...headers.flat(), ...length, ...close]);
  if (request.complete) {
    response.end(bare ? undefined : body);
    return;
  }
  response.flushHeaders();
  if (!bare && body.length > 0) response.write(body);
  const timer = setTimeout(() => response.end(), LINGER_MS);
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  request.once("end", end).once("close", end).resume();
}
