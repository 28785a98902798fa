/** Answers a method that a path of the tools is not for. */
import type { Context } from "hono";

export function wrongMethod(context: Context, allow: string): Response | Promise<Response> {
  if (allow.includes(context.req.method)) return context.notFound();
  return context.json({ error: `${context.req.method} is not for this; ${allow} is.` }, 405, { allow });
}
