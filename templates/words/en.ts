import { mails } from "./en/mails.ts";
import { pages } from "./en/pages.ts";

/** English: the default locale, and the measure of which words every other locale must have. */
export const en = { mails, pages };
