/** The mailbox: every mail that was sent here, newest first. */
import { html } from "hono/html";
import type { Instant } from "#core/instant.ts";
import type { KeptMail } from "../mail/mailbox.ts";
import { type Markup, page, readable } from "./page.ts";

export interface MailboxView {
  readonly mails: readonly KeptMail[];
  /** The address that is looked for; empty for all. */
  readonly to: string;
  readonly now: Instant;
  readonly siteOrigin: string;
}

export function mailboxPage({ mails, to, now, siteOrigin }: MailboxView): Markup {
  return page(
    "Mailbox",
    html`<header>
        <h1>Mailbox</h1>
        <p>
          Every mail that the local stack sent. It is now
          <time datetime="${new Date(now).toISOString()}">${readable(now)}</time> by its clock.
          <a href="${siteOrigin}/">The site</a>
        </p>
        <form role="search" action="/mailbox">
          <label for="to">To</label>
          <input id="to" name="to" type="text" inputmode="email" value="${to}" placeholder="reader@example.com" />
          <button>Find</button>
        </form>
      </header>
      <main>${mails.length === 0 ? emptyMailbox(to) : list(mails)}</main>`,
  );
}

function emptyMailbox(to: string): Markup {
  return to === ""
    ? html`<p class="empty">No mail was sent yet.</p>`
    : html`<p class="empty">No mail was sent to <b>${to}</b>. <a href="/mailbox">Show all mails</a></p>`;
}

function list(mails: readonly KeptMail[]): Markup {
  const rows = mails.map(
    ({ id, to, subject, sentAt }) =>
      html`<li>
        <a href="/mailbox/messages/${encodeURIComponent(id)}">
          <span class="subject">${subject || "(no subject)"}</span>
          <span class="to">${to}</span>
          <time datetime="${new Date(sentAt).toISOString()}">${readable(sentAt)}</time>
        </a>
      </li>`,
  );
  return html`<ol class="mails">
    ${rows}
  </ol>`;
}
