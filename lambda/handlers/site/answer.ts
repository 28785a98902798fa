// What a route answers, before it is known whether a browser or a program asked: both get the same status.

import type { Context } from "hono";
import { accepts } from "hono/accepts";
import type { Page } from "#pages/site.ts";

export interface Answer {
  readonly status: 200 | 301 | 303 | 400 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 500 | 503;
  /** One word for programs. It never changes once it is out. */
  readonly outcome: string;
  readonly page: Page;
  /** What is wrong with which field, in words. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The response that carries an answer: a page, or JSON for those who would rather have it. */
export async function respond(context: Context, answer: Answer): Promise<Response> {
  const type = accepts(context, {
    header: "Accept",
    supports: ["text/html", "application/json"],
    default: "text/html",
  });
  const body = type === "application/json" ? jsonOf(answer) : String(await answer.page.html);
  return new Response(body, {
    status: answer.status,
    headers: { "Content-Type": `${type}; charset=utf-8`, Vary: "Accept", ...answer.headers },
  });
}

function jsonOf(answer: Answer): string {
  const { outcome, page, fields } = answer;
  return JSON.stringify({ outcome, message: page.message, ...(fields === undefined ? {} : { fields }) });
}
