/**
 * What an operator may say in `bulletin.config.ts`, and the check of it.
 *
 * It is checked when the stack is synthesized, so that no function ever starts with half a newsroom.
 */
import { z } from "zod";
import { defaultGraceMinutes, leastGraceMinutes, mostGraceMinutes } from "#core/grace.ts";
import type { Newsroom } from "#core/newsroom.ts";
import type { ReaderRetention, Retention } from "#handlers/settings.ts";

/** What stands in `bulletin.config.ts`; what has a default may be left out. */
export interface BulletinConfig {
  readonly newsroom: Omit<Newsroom, "locales">;
  /** The site's own host; without it API Gateway's host serves. */
  readonly site?: SiteHost;
  /** A domain for the stack to register with SES; without it the account must have the sender's identity already. */
  readonly sendingDomain?: string;
  readonly alarmAddress?: string;
  readonly locales?: readonly string[];
  readonly sizes?: Partial<Sizes>;
  /** How long SES's event of a mail is waited for, in minutes, when SES's answer was lost. */
  readonly grace?: number;
  readonly retention?: Partial<Retention & ReaderRetention>;
  /** Where watched sources may lie: "public" is the public internet alone, "any" also this network's inside. */
  readonly sourceReach?: "public" | "any";
}

export interface SiteHost {
  readonly host: string;
  readonly certificateArn: string;
}

export interface Sizes {
  /** The parts that audiences are spread over. It cannot change once readers have signed up. */
  readonly shards: number;
  /** How many sender functions work on one queue at once. */
  readonly lanes: number;
}

/** A config that was checked, with every default filled in. */
export interface CheckedConfig {
  readonly newsroom: Newsroom;
  readonly site?: SiteHost | undefined;
  readonly sendingDomain?: string | undefined;
  readonly alarmAddress?: string | undefined;
  readonly sizes: Sizes;
  readonly grace: number;
  readonly retention: Retention & ReaderRetention;
  readonly sourceReach: "public" | "any";
}

/** Gives the object in `bulletin.config.ts` its type. */
export function defineConfig(config: BulletinConfig): BulletinConfig {
  return config;
}

/**
 * The config with its defaults, or one sentence that names every value that is missing or wrong.
 */
export function checkConfig(config: unknown): CheckedConfig | { readonly refused: string } {
  const result = schema.safeParse(config, { reportInput: true });
  const problems = result.success ? misfits(result.data) : result.error.issues.map(problem);
  if (!result.success || problems.length > 0) return { refused: `In bulletin.config.ts ${problems.join("; ")}.` };
  const { newsroom, locales, ...rest } = result.data;
  const { replyTo, ...required } = newsroom;
  return { ...rest, newsroom: { ...required, ...(replyTo !== undefined && { replyTo }), locales } };
}

/**
 * Why the sender of a checked config can reach nobody, in one sentence; `undefined` when it can.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2606 for the names that belong to nobody
 */
export function demonstrationSender({ newsroom }: CheckedConfig): string | undefined {
  const domain = domainOf(newsroom.senderAddress);
  if (!/(^|\.)(example(\.(com|net|org))?|test|invalid|localhost)$/.test(domain)) return undefined;
  return `In bulletin.config.ts newsroom.senderAddress is still the demonstration's "${newsroom.senderAddress}"; name an address at a domain of your own before you deploy.`;
}

/** The domain of an address, in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

/** More shards than this only make each planning query more. 16 partitions already take 16,000 writes a second. */
const MAX_SHARDS = 64;

/** The least that an SQS event source takes as its maximum concurrency. */
const MIN_LANES = 2;

/** Past this a lane's share of SES's usual rates is less than one mail a second. */
const MAX_LANES = 50;

/** Ten years: more is a slip of the keyboard. */
const MAX_DAYS = 3653;

/** A link that confirms a sign-up holds for so long, and needs it. */
const LEAST_PENDING_DAYS = 7;

/** Soft bounces are counted over the log's last 30 days. */
const LEAST_LOG_DAYS = 31;

/** With its leap day. */
const THREE_YEARS_DAYS = 1096;

/** RFC 5321, section 4.5.3.1.3, less the two angle brackets. */
const MAX_ADDRESS_CHARACTERS = 254;

/** RFC 1035, section 2.3.4, written with dots. */
const MAX_HOST_CHARACTERS = 253;

/** A function's whole environment has room for 4 kB (Lambda's quota). */
const MAX_TEXT_CHARACTERS = 200;

/** The locales whose words stand in `templates/words/`. */
const LOCALES = ["en"] as const;

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const HOST = `(?:${LABEL}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])`;

/** Printable ASCII before the @: SES takes no other local parts, and no quotes means no smuggled line breaks. */
const ADDRESS = new RegExp(`^[\\w.!#$%&'*+/=?^\`{|}~-]{1,64}@${HOST}$`, "i");

const line = (example: string) =>
  matching(/^(?=.*\S)\P{Cc}+$/u, `one line of text such as "${example}"`, MAX_TEXT_CHARACTERS);
const address = (example: string) =>
  matching(ADDRESS, `an e-mail address such as "${example}"`, MAX_ADDRESS_CHARACTERS);
const host = (example: string) =>
  matching(new RegExp(`^${HOST}$`), `a host name such as "${example}"`, MAX_HOST_CHARACTERS);
const certificate = matching(
  /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/\S+$/,
  'the ARN of a certificate such as "arn:aws:acm:eu-west-1:123456789012:certificate/…"',
  MAX_TEXT_CHARACTERS,
);
const secureUrl = matching(
  /^https:\/\/[^\s/]+\.[^\s]+$/,
  'a URL such as "https://your-paper.com/privacy"',
  MAX_TEXT_CHARACTERS,
);
const days = wholeNumber(1, MAX_DAYS);
const localeList = `must be a list out of ${LOCALES.map((locale) => `"${locale}"`).join(", ")}`;

const schema = z.strictObject({
  newsroom: z.strictObject(
    {
      name: line("The Daily Paper"),
      senderName: line("The Daily Paper"),
      senderAddress: address("updates@your-paper.com"),
      replyTo: address("newsroom@your-paper.com").optional(),
      postalAddress: line("The Daily Paper, 1 High Street, Anytown"),
      privacyUrl: secureUrl,
      contact: address("newsroom@your-paper.com"),
    },
    "must hold name, senderName, senderAddress, postalAddress, privacyUrl and contact",
  ),
  site: z
    .strictObject(
      { host: host("updates.your-paper.com"), certificateArn: certificate },
      "must hold host and certificateArn",
    )
    .optional(),
  sendingDomain: host("your-paper.com").optional(),
  alarmAddress: address("on-call@your-paper.com").optional(),
  locales: z
    .array(z.enum(LOCALES, localeList), localeList)
    .min(1, localeList)
    .default([...LOCALES]),
  sizes: z
    .strictObject(
      { shards: wholeNumber(1, MAX_SHARDS).default(16), lanes: wholeNumber(MIN_LANES, MAX_LANES).default(MIN_LANES) },
      "must hold shards and lanes",
    )
    .prefault({}),
  // Less than this, and a mail could be sent again while its first sender is still at work.
  grace: wholeNumber(leastGraceMinutes, mostGraceMinutes).default(defaultGraceMinutes),
  retention: z
    .strictObject(
      {
        runDays: days.default(90),
        pendingDays: wholeNumber(LEAST_PENDING_DAYS, MAX_DAYS).default(LEAST_PENDING_DAYS),
        logDays: wholeNumber(LEAST_LOG_DAYS, MAX_DAYS).default(90),
        addressDays: days.default(28),
        consentDays: days.default(THREE_YEARS_DAYS),
      },
      "must hold runDays, pendingDays, logDays, addressDays and consentDays",
    )
    .prefault({}),
  sourceReach: z.enum(["public", "any"], 'must be "public" or "any"').default("public"),
});

function matching(pattern: RegExp, expected: string, mostCharacters: number) {
  const message = `must be ${expected}`;
  return z
    .string(message)
    .regex(pattern, { error: message, abort: true })
    .max(mostCharacters, `must have at most ${mostCharacters} characters`);
}

function wholeNumber(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z.int(message).min(least, { error: message, abort: true }).max(most, message);
}

/** What is wrong between values that are right one by one. */
function misfits({ newsroom, retention, sendingDomain }: z.infer<typeof schema>): string[] {
  const problems: string[] = [];
  if (retention.consentDays < retention.addressDays) {
    problems.push(`retention.consentDays must be at least retention.addressDays, ${retention.addressDays}`);
  }
  const domain = domainOf(newsroom.senderAddress);
  const isOwn = sendingDomain === undefined || domain === sendingDomain || domain.endsWith(`.${sendingDomain}`);
  if (!isOwn) {
    problems.push(
      `newsroom.senderAddress must be an address at the sendingDomain "${sendingDomain}" but is at "${domain}"`,
    );
  }
  return problems;
}

function problem(issue: z.core.$ZodIssue): string {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `${[...issue.path, key].join(".")} is not a setting`).join("; ");
  }
  if (issue.path.length === 0) return "the exported value must be an object made by defineConfig";
  if (issue.input === undefined) return `${path} is missing: it ${issue.message}`;
  return `${path} ${issue.message} but is ${JSON.stringify(issue.input)}`;
}
