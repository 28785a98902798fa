import type { DigestItem } from "#core/digest.ts";
import { checkConfig } from "#lib/config.ts";
import config from "../bulletin.config.ts";

/** What stands in the slots while a mail is measured: as long as what stands there in most. */
const usual = {
  to: "somebody@reader.example",
  leaveUrl: `https://updates.newsroom.example/unsubscribe/${"t".repeat(130)}`,
  preferencesUrl: `https://updates.newsroom.example/preferences/${"t".repeat(90)}`,
};

/** A topic as its mails name it. */
export interface NamedTopic {
  readonly slug: string;
  readonly title: string;
}

/**
 * How large the mail is that tells one development by itself, in bytes of the whole message; undefined where the mails
 * have not been built.
 *
 * It is composed here as the sender composes it, in the newsroom's own words.
 */
export async function mailBytes(
  { slug, title }: NamedTopic,
  kind: "alert" | "correction",
  item: DigestItem,
): Promise<number | undefined> {
  const checked = checkConfig(config);
  if ("refused" in checked) return undefined;
  const compose = await composer();
  if (compose === undefined) return undefined;
  const setting = { newsroom: checked.newsroom, siteOrigin: "https://updates.newsroom.example" };
  const topics = [{ slug, title, items: [item] }];
  const manner = { locale: checked.newsroom.locales[0] ?? "en", zone: "UTC" };
  const mail = compose(setting).digest({ kind, cadence: "instant", topics }, manner);
  return mail.fill(usual).byteLength;
}

/** Loaded late: help and wrong usage are answered without the templates. */
async function composer() {
  try {
    return (await import("#adapters/ses/compose-mail.ts")).digestComposer;
  } catch (error) {
    // `npm start` and `npm run deploy` build the mails; who has done neither may still publish.
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
