/**
 * The bench's mail as newsrooms usually make its html: a template filled for every subscriber, by Handlebars alone or by
 * Handlebars and then MJML. Both are made of the very templates that ours is compiled from, so that they give the same mail.
 */
import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import mjml2html from "mjml";
import type { DigestSlots } from "#pipeline/ports/mail-composer.ts";
import { arrangeDigest } from "#templates/arrange-digest.ts";
import { compileMjml } from "#templates/compiler/compile-mjml.ts";
import { digestMail } from "#templates/digest-mail.ts";
import { newsView } from "#templates/digest-view.ts";
import { frameView } from "#templates/frame.ts";
import { mailWords } from "#templates/words.ts";
import { contents, manner, setting } from "./thirty-items.ts";

/** Makes the html of one subscriber's mail. */
export type UsualHtml = (values: DigestSlots) => Promise<string> | string;

const folder = new URL("../../templates/mails/", import.meta.url);
const mjmlPath = new URL("digest.mjml", folder).pathname;

/** MJML's own settings, but for fonts, which our mails do not load, and includes, which are put in once. */
const usualOptions = {
  filePath: mjmlPath,
  includePath: folder.pathname,
  ignoreIncludes: true,
  keepComments: true,
  fonts: {},
  validationLevel: "soft",
} as const;

/** Handlebars over html that was compiled from MJML once. */
export async function handlebarsHtml(): Promise<UsualHtml> {
  const html = await compileMjml(sourceOf("digest.mjml"), mjmlPath, folder.pathname);
  const template = handlebars().compile(asHandlebars(html));
  return (values) => template(viewFor(values));
}

/** Handlebars over MJML, and MJML over what that gives, for each subscriber. */
export function mjmlHtml(): UsualHtml {
  const template = handlebars().compile(asHandlebars(withIncludes(sourceOf("digest.mjml"))));
  return async (values) => (await mjml2html(template(viewFor(values)), usualOptions)).html;
}

/** The same news with a section for each item, as MJML's own examples are laid out: what it costs in bytes. */
export async function sectionsHtml(): Promise<string> {
  const items = contents.topics.flatMap(({ items: own }) => own.map(({ version }) => version));
  const sections = items.map(
    ({ headline, text, url, attribution }) =>
      `<mj-section><mj-column><mj-text font-size="18px" font-weight="700"><a href="${escaped(url)}">${escaped(headline)}</a></mj-text>` +
      `<mj-text>${text}</mj-text><mj-text font-size="13px" color="#5f5b55">${escaped(attribution)}</mj-text></mj-column></mj-section>`,
  );
  const head = withIncludes(sourceOf("digest.mjml"))
    .split("<mj-body")[0]
    ?.replaceAll(/\{\{[^}]*\}\}/g, "en");
  return (await mjml2html(`${head}<mj-body>${sections.join("")}</mj-body></mjml>`, usualOptions)).html;
}

function handlebars(): typeof Handlebars {
  const own = Handlebars.create();
  for (const name of ["news", "development"]) own.registerPartial(name, asHandlebars(sourceOf(`${name}.html`)));
  return own;
}

/** Our templates are written nearly as Handlebars'. */
function asHandlebars(template: string): string {
  return template.replace(/\{\{#each ([\w.]+) as (\w+)\}\}/g, "{{#each $1 as |$2|}}");
}

function withIncludes(mjml: string): string {
  return mjml.replace(/<mj-include path="\.\/([\w/.-]+)" \/>/g, (_, path: string) => sourceOf(path));
}

function sourceOf(path: string): string {
  return readFileSync(new URL(path, folder), "utf8");
}

function escaped(text = ""): string {
  return Handlebars.escapeExpression(text);
}

const words = mailWords(manner.locale);
const frame = frameView(setting, manner.locale);
const worded = digestMail(contents, manner, setting);

/** What stands in the templates' places. What is the same for everyone is made once, in the peers too. */
const shared = {
  words,
  frame,
  subject: worded.subject,
  preheader: /<div style="display:none[^>]*>([^<]*)</.exec(worded.html)?.[1]?.trim() ?? "",
  heading: words.digestName("daily"),
  why: words.whyDigest(frame.newsroom, contents.topics.length, "daily"),
  leave: words.leave,
  news: newsView(arrangeDigest(contents), contents.kind, {
    ...setting,
    words,
    time: { locale: frame.lang, zone: manner.zone },
  }),
};

function viewFor(slot: DigestSlots) {
  return { ...shared, slot };
}
