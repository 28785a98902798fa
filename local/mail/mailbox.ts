/** Every mail that SES took here, as it took it, kept with the data. */
import type { Instant } from "#core/instant.ts";
import type { Notebook } from "../notebook.ts";

export interface KeptMail {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly sentAt: Instant;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Mailbox {
  add(mail: KeptMail, source: Uint8Array): void;
  /** Oldest first; those to one address, or the newest `latest`, where that is asked. */
  list(options?: { readonly to?: string; readonly latest?: number }): readonly KeptMail[];
  find(id: string): KeptMail | undefined;
  source(id: string): Uint8Array | undefined;
  /** When each mail after `instant` was sent, oldest first. */
  sentSince(instant: Instant): readonly Instant[];
}

/** The oldest mails are dropped beyond this. At 30 kB a mail that is 600 MB. */
const LARGEST_MAILBOX = 20_000;

const SCHEMA = `CREATE TABLE IF NOT EXISTS mails (
  place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, recipients TEXT NOT NULL, sender TEXT NOT NULL,
  subject TEXT NOT NULL, sentAt INTEGER NOT NULL, tags TEXT NOT NULL, source BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS mailRecipients (address TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (address, place)) STRICT;`;

const COLUMNS = "mails.id, mails.recipients, mails.sender, mails.subject, mails.sentAt, mails.tags";

export function createMailbox({ database }: Notebook): Mailbox {
  database.exec(SCHEMA);
  const adding = database.prepare(
    "INSERT INTO mails (id, recipients, sender, subject, sentAt, tags, source) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const addressing = database.prepare("INSERT OR IGNORE INTO mailRecipients VALUES (?, ?)");
  const dropping = database.prepare("DELETE FROM mails WHERE place <= ?");
  const forgetting = database.prepare("DELETE FROM mailRecipients WHERE place <= ?");
  const newest = database.prepare(
    `SELECT * FROM (SELECT place, ${COLUMNS} FROM mails ORDER BY place DESC LIMIT ?) ORDER BY place`,
  );
  const byRecipient = database.prepare(
    `SELECT ${COLUMNS} FROM mailRecipients JOIN mails USING (place) WHERE address = ? ORDER BY place`,
  );
  const byId = database.prepare(`SELECT ${COLUMNS} FROM mails WHERE id = ?`);
  const reading = database.prepare("SELECT source FROM mails WHERE id = ?");
  const dating = database.prepare("SELECT sentAt FROM mails WHERE sentAt > ? ORDER BY sentAt");

  return {
    add(mail, source) {
      const { id, to, from, subject, sentAt, tags } = mail;
      const { lastInsertRowid } = adding.run(id, to, from, subject, sentAt, JSON.stringify(tags), source);
      const place = Number(lastInsertRowid);
      for (const address of to.split(", ")) addressing.run(address.toLowerCase(), place);
      // A tenth at once, so that each mail costs the same.
      const drop = place % (LARGEST_MAILBOX / 10) === 0 ? place - LARGEST_MAILBOX : 0;
      if (drop > 0) {
        dropping.run(drop);
        forgetting.run(drop);
      }
    },
    list({ to, latest = LARGEST_MAILBOX } = {}) {
      const rows = to === undefined ? newest.all(latest) : byRecipient.all(to.trim().toLowerCase());
      return (rows as unknown as Row[]).map(mailOf);
    },
    find(id) {
      const row = byId.get(id) as unknown as Row | undefined;
      return row && mailOf(row);
    },
    source: (id) => reading.get(id)?.["source"] as Uint8Array | undefined,
    sentSince: (instant) => dating.all(instant).map((row) => Number(row["sentAt"])),
  };
}

interface Row {
  readonly id: string;
  readonly recipients: string;
  readonly sender: string;
  readonly subject: string;
  readonly sentAt: number;
  readonly tags: string;
}

function mailOf({ id, recipients, sender, subject, sentAt, tags }: Row): KeptMail {
  return { id, to: recipients, from: sender, subject, sentAt, tags: JSON.parse(tags) as Record<string, string> };
}
