/**
 * One mail: as html, as text, and raw.
 *
 * Its html is shown in a frame without scripts and without an origin of its own; only its links open, in new windows.
 */
import type { Context } from "hono";
import { html, raw } from "hono/html";
import PostalMime, { type Email } from "postal-mime";
import type { KeptMail } from "../mail/mailbox.ts";
import { type Markup, page, readable } from "./page.ts";

const SANDBOX = "allow-popups allow-popups-to-escape-sandbox";
const FRAME_POLICY = `sandbox ${SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; font-src data:`;

const VIEWS = [
  { view: "html", label: "Html" },
  { view: "text", label: "Text" },
  { view: "raw", label: "Raw" },
] as const;

type View = (typeof VIEWS)[number]["view"];

/** The page of a mail, or one of its parts alone (`/html`, `/text`). */
export async function mailPage(context: Context, mail: KeptMail, source: Uint8Array): Promise<Response> {
  const email = await PostalMime.parse(source);
  const part = context.req.param("part");
  if (part === "html") {
    const headers = { "content-security-policy": FRAME_POLICY, "referrer-policy": "no-referrer" };
    return context.html(withBase(email.html ?? "<p>This mail has no html part.</p>"), 200, headers);
  }
  if (part === "text") return context.text(email.text ?? "", 200);
  const asked = VIEWS.find(({ view }) => view === context.req.query("view"))?.view;
  return context.html(frame(mail, email, source, asked ?? (email.html === undefined ? "text" : "html")));
}

/** Links of a mail open beside it. */
function withBase(markup: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(markup) ? markup.replace(/<head[^>]*>/i, (head) => head + base) : base + markup;
}

function frame(mail: KeptMail, email: Email, source: Uint8Array, current: View): Markup {
  const path = `/mailbox/messages/${encodeURIComponent(mail.id)}`;
  const tabs = VIEWS.map(
    ({ view, label }) =>
      html`<a href="${path}?view=${view}" ${view === current ? raw('aria-current="page"') : ""}>${label}</a>`,
  );
  const tags = Object.entries(mail.tags).map(([name, value]) => `${name}=${value}`);
  return page(
    mail.subject || "(no subject)",
    html`<header>
        <p><a href="/mailbox">Mailbox</a></p>
        <h1>${mail.subject || "(no subject)"}</h1>
        <dl>
          <dt>From</dt>
          <dd>${mail.from}</dd>
          <dt>To</dt>
          <dd><a href="/mailbox?to=${encodeURIComponent(mail.to)}">${mail.to}</a></dd>
          <dt>Sent</dt>
          <dd><time datetime="${new Date(mail.sentAt).toISOString()}">${readable(mail.sentAt)}</time></dd>
          ${tags.length > 0 ? html`<dt>Tags</dt><dd>${tags.join(", ")}</dd>` : ""}
        </dl>
        <nav aria-label="Parts of the mail">${tabs}<a href="${path}/source">Source</a></nav>
      </header>
      <main>${shown(current, path, email, source)}</main>`,
  );
}

function shown(view: View, path: string, email: Email, source: Uint8Array): Markup {
  if (view === "html") return html`<iframe src="${path}/html" sandbox="${SANDBOX}" title="The mail's html"></iframe>`;
  const text = view === "raw" ? Buffer.from(source).toString("utf8") : (email.text ?? "This mail has no text part.");
  return html`<pre>${view === "raw" ? text : linked(text)}</pre>`;
}

/** The text with its web addresses made links. */
function linked(text: string): readonly (string | Markup)[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/)
    .map((piece, place) =>
      place % 2 === 0 ? piece : html`<a href="${piece}" target="_blank" rel="noreferrer">${piece}</a>`,
    );
}
