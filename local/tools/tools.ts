/** The local tools: a mailbox, the clock, SES's quota, what was asked of AWS, what is to go wrong. Never deployed. */
import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { turnTarget } from "../clock/duration.ts";
import type { KeptMail } from "../mail/mailbox.ts";
import type { LocalStack } from "../stack/stack.ts";
import { addFaults } from "./faults.ts";
import { mailPage } from "./mail-page.ts";
import { mailboxPage } from "./mailbox-page.ts";
import { readBoundedJson } from "./read-json.ts";
import { readQuota } from "./read-quota.ts";
import { wrongMethod } from "./wrong-method.ts";
export type ToolsParts = Pick<
  LocalStack,
  "clock" | "turn" | "calls" | "mailbox" | "limits" | "events" | "faults" | "processes" | "operations"
>;

/** More is not shown on one page. */
const MAILS_ON_PAGE = 200;

export function createTools(stack: ToolsParts, siteOrigin: string): RequestListener {
  const app = new Hono();
  app.use(refuseForeign);
  addMailbox(app, stack, siteOrigin);
  addClock(app, stack);
  addQuota(app, stack);
  addFaults(app, stack);
  app.get("/calls", (context) => {
    const denied = context.req.query("denied");
    if (denied !== undefined && denied !== "true" && denied !== "false") {
      return context.json({ error: `"denied" is "${denied.slice(0, 100)}", but true or false is expected.` }, 400);
    }
    return context.json({ calls: stack.calls.list(denied === undefined ? {} : { denied: denied === "true" }) });
  });
  app.get("/", (context) => context.redirect("/mailbox"));
  app.notFound((context) => context.json({ error: "There is nothing here." }, 404));
  app.onError((error, context) => {
    console.error(error);
    return context.json({ error: "The local tools failed; the terminal says how." }, 500);
  });
  return getRequestListener(app.fetch);
}

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

/**
 * Answers whoever asks by a loopback name, and no page of another site.
 *
 * A foreign name in Host means that a page made its own name point here (DNS rebinding) to read the mails.
 */
const refuseForeign: MiddlewareHandler = async (context, next) => {
  const origin = context.req.header("origin");
  const foreign =
    !LOOPBACK.test(context.req.header("host") ?? "") ||
    (origin !== undefined && !LOOPBACK.test(origin.replace(/^https?:\/\//, "")));
  if (foreign) return context.json({ error: "The local tools answer this machine alone." }, 403);
  return next();
};

function addMailbox(app: Hono, { mailbox, clock }: ToolsParts, siteOrigin: string): void {
  const find = (context: Context) => mailbox.find(context.req.param("id") ?? "");
  const missing = (context: Context) => context.json({ error: "There is no such message." }, 404);

  app.get("/mailbox", (context) => {
    const to = context.req.query("to")?.trim() ?? "";
    const mails = mailbox.list(to === "" ? { latest: MAILS_ON_PAGE } : { to }).toReversed();
    return context.html(mailboxPage({ mails: mails.slice(0, MAILS_ON_PAGE), to, now: clock.now(), siteOrigin }));
  });
  app.get("/mailbox/messages", (context) => {
    const to = context.req.query("to");
    return context.json(mailbox.list(to === undefined ? {} : { to }).map(messageJson));
  });
  app.get("/mailbox/messages/:id/source", (context) => {
    const source = mailbox.source(context.req.param("id"));
    if (!source) return missing(context);
    return context.body(new Uint8Array(source), 200, { "content-type": "message/rfc822" });
  });
  app.get("/mailbox/messages/:id/:part{html|text}?", async (context) => {
    const mail = find(context);
    if (!mail) return missing(context);
    return mailPage(context, mail, mailbox.source(mail.id) ?? new Uint8Array());
  });
  for (const path of [
    "/mailbox",
    "/mailbox/messages",
    "/mailbox/messages/:id/source",
    "/mailbox/messages/:id/:part?",
  ]) {
    app.all(path, (context) => wrongMethod(context, "GET, HEAD"));
  }
}

function messageJson({ id, to, from, subject, sentAt, tags }: KeptMail): unknown {
  return { id, to, from, subject, sentAt: new Date(sentAt).toISOString(), tags };
}

function addClock(app: Hono, { clock, turn }: ToolsParts): void {
  const now = () => ({ now: new Date(clock.now()).toISOString() });
  app.get("/clock", (context) => context.json(now()));
  app.post("/clock", async (context) => {
    const body = await readBoundedJson(context.req.raw);
    if (body === undefined) return context.json({ error: "The body is no JSON." }, 400);
    const turned = await turn((at) => turnTarget(body, at));
    return typeof turned === "number" ? context.json(now()) : context.json({ error: turned.refused }, 400);
  });
  app.all("/clock", (context) => wrongMethod(context, "GET, HEAD, POST"));
}

function addQuota(app: Hono, { limits, events }: ToolsParts): void {
  app.get("/quota", (context) => context.json(limits.quota()));
  app.put("/quota", async (context) => {
    const quota = readQuota(await readBoundedJson(context.req.raw), limits.quota());
    if ("refused" in quota) return context.json({ error: quota.refused }, 400);
    limits.set(quota);
    return context.json(limits.quota());
  });
  app.all("/quota", (context) => wrongMethod(context, "GET, HEAD, PUT"));

  app.get("/events", (context) => context.json(events));
  app.put("/events", async (context) => {
    const asked = Object(await readBoundedJson(context.req.raw)) as Record<string, unknown>;
    if (typeof asked["on"] !== "boolean" || Object.keys(asked).length !== 1) {
      return context.json({ error: '{"on":true} or {"on":false} is expected.' }, 400);
    }
    events.on = asked["on"];
    return context.json(events);
  });
  app.all("/events", (context) => wrongMethod(context, "GET, HEAD, PUT"));
}
