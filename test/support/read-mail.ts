import PostalMime, { type Email } from "postal-mime";

/** A mail as its reader sees it. */
export interface ReadMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  /** The token of the first link in the text that leads to this page of the site. */
  token(page: "confirm" | "preferences" | "unsubscribe"): string | undefined;
}

/** Reads a message's source as a mail program would. */
export async function readMail(source: Uint8Array): Promise<ReadMail> {
  const mail: Email = await PostalMime.parse(source);
  const text = mail.text ?? "";
  return {
    subject: mail.subject ?? "",
    text,
    html: mail.html ?? "",
    headers: new Map(mail.headers.map(({ key, value }) => [key, value])),
    token: (page) => new RegExp(`/${page}/([A-Za-z0-9._-]+)`).exec(text)?.[1],
  };
}
