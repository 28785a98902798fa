// The headers under which everything leaves the site.

import type { MiddlewareHandler } from "hono";

/** Nothing from elsewhere, nothing inline, no frame: the pages need one stylesheet, one script and one icon. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** How long browsers insist on https, in seconds: a year, as preload lists ask at least. */
const strictTransportSeconds = 31_536_000;

/** Pages whose address is a secret: whoever has it may change what its subscriber gets. */
const tokenPage = /^\/(confirm|preferences|unsubscribe|websub)\//;

/** Sets what every answer of a site at `origin` carries; a route's own `Cache-Control` stays. */
export function protection(origin: string): MiddlewareHandler {
  const isHttps = origin.startsWith("https:");
  return async (context, next) => {
    await next();
    const { headers } = context.res;
    const isSecret = tokenPage.test(context.req.path);
    headers.set("Content-Security-Policy", contentSecurityPolicy);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Referrer-Policy", isSecret ? "no-referrer" : "strict-origin-when-cross-origin");
    if (isHttps) headers.set("Strict-Transport-Security", `max-age=${strictTransportSeconds}`);
    if (isSecret) headers.set("X-Robots-Tag", "noindex");
    if (isSecret || context.req.method === "POST") headers.set("Cache-Control", "no-store");
    else if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-cache");
  };
}
