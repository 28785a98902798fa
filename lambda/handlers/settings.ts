/**
 * The one reader of the environment of every function, and the list of what each one asks for.
 *
 * `lib/` fills each function's environment from the same list, so a setting that is forgotten fails to compile.
 */
import type { Newsroom } from "#core/newsroom.ts";

/** What each function finds in its environment, and nothing else. */
export const settingKeys = {
  site: [
    "TABLE_NAME",
    "LINK_KEYS_SECRET",
    "HASH_KEY_SECRET",
    "NOTICE_QUEUE_URL",
    "GATHER_QUEUE_URL",
    "SITE_ORIGIN",
    "NEWSROOM",
    "SHARDS",
    "PENDING_DAYS",
    "RETENTION",
  ],
  tick: [
    "TABLE_NAME",
    "HASH_KEY_SECRET",
    "PLAN_QUEUE_URL",
    "DIGEST_QUEUE_URL",
    "ALERT_QUEUE_URL",
    "NOTICE_QUEUE_URL",
    "GATHER_QUEUE_URL",
    "SHARDS",
    "GRACE_MINUTES",
    "RETENTION",
    "READER_RETENTION",
  ],
  plan: ["TABLE_NAME", "PLAN_QUEUE_URL", "DIGEST_QUEUE_URL", "ALERT_QUEUE_URL", "LANES", "SHARDS", "RETENTION"],
  send: [
    "TABLE_NAME",
    "LINK_KEYS_SECRET",
    "DIGEST_QUEUE_URL",
    "ALERT_QUEUE_URL",
    "SITE_ORIGIN",
    "NEWSROOM",
    "CONFIGURATION_SET",
    "LANES",
    "SHARDS",
    "RETENTION",
  ],
  notify: ["TABLE_NAME", "LINK_KEYS_SECRET", "SITE_ORIGIN", "NEWSROOM", "CONFIGURATION_SET", "LANES", "RETENTION"],
  listen: ["TABLE_NAME", "HASH_KEY_SECRET", "SHARDS", "RETENTION"],
  gather: ["TABLE_NAME", "PLAN_QUEUE_URL", "GATHER_QUEUE_URL", "SITE_ORIGIN", "SOURCE_REACH", "RETENTION"],
  api: [
    "TABLE_NAME",
    "HASH_KEY_SECRET",
    "PLAN_QUEUE_URL",
    "GATHER_QUEUE_URL",
    "SOURCE_REACH",
    "SITE_ORIGIN",
    "RETENTION",
  ],
  operate: [
    "TABLE_NAME",
    "HASH_KEY_SECRET",
    "PLAN_QUEUE_URL",
    "DIGEST_QUEUE_URL",
    "ALERT_QUEUE_URL",
    "GATHER_QUEUE_URL",
    "SHARDS",
    "RETENTION",
  ],
} as const satisfies Readonly<Record<string, readonly SettingKey[]>>;

export type FunctionName = keyof typeof settingKeys;

/** The environment of one function as `lib/` fills it in. */
export type Environment<Name extends FunctionName> = Readonly<Record<(typeof settingKeys)[Name][number], string>>;

/** The settings of one function: `TABLE_NAME` is `tableName`, and so on. */
export type Settings<Name extends FunctionName> = {
  readonly [Key in (typeof settingKeys)[Name][number] as CamelCase<Key>]: SettingValue<Key>;
};

export const siteSettings = (): Settings<"site"> => readSettings("site", process.env);
export const tickSettings = (): Settings<"tick"> => readSettings("tick", process.env);
export const planSettings = (): Settings<"plan"> => readSettings("plan", process.env);
export const sendSettings = (): Settings<"send"> => readSettings("send", process.env);
export const notifySettings = (): Settings<"notify"> => readSettings("notify", process.env);
export const listenSettings = (): Settings<"listen"> => readSettings("listen", process.env);
export const gatherSettings = (): Settings<"gather"> => readSettings("gather", process.env);
export const apiSettings = (): Settings<"api"> => readSettings("api", process.env);
export const operateSettings = (): Settings<"operate"> => readSettings("operate", process.env);

/** How long what is only looked back at is kept, in days. */
export interface Retention {
  /** Runs, their slices and outcomes, and notices. */
  readonly runDays: number;
}

/** How long what is known of readers is kept, in days. */
export interface ReaderRetention {
  /** Sign-ups that are not confirmed. */
  readonly pendingDays: number;
  /** Entries of a subscriber's log, once others have taken their place; what shows consent is kept longer. */
  readonly logDays: number;
  /** The address of someone who follows nothing any more. */
  readonly addressDays: number;
  /** What someone had agreed to, counted from when they left. */
  readonly consentDays: number;
}

interface Reader<Value> {
  /** Ends the sentence "TABLE_NAME must be …". */
  readonly mustBe: string;
  readonly read: (text: string) => Value | undefined;
}

const anyText: Reader<string> = { mustBe: "set", read: (text) => text };

const url: Reader<string> = { mustBe: "a URL", read: (text) => (URL.canParse(text) ? text : undefined) };

const origin: Reader<string> = {
  mustBe: "an origin such as https://news.example, without a slash at its end",
  read: (text) => (URL.canParse(text) && new URL(text).origin === text ? text : undefined),
};

/** Where sources may lie: on the public internet alone, or anywhere. */
const reach: Reader<"public" | "any"> = {
  mustBe: "public or any",
  read: (text) => (text === "public" || text === "any" ? text : undefined),
};

const count: Reader<number> = {
  mustBe: "a whole number of at least 1",
  read: (text) => (isCount(Number(text)) ? Number(text) : undefined),
};

const newsroom: Reader<Newsroom> = {
  mustBe: "JSON with name, senderName, senderAddress, postalAddress, privacyUrl, contact and locales",
  read: (text) => {
    const fields = jsonObject(text);
    const texts = ["name", "senderName", "senderAddress", "postalAddress", "privacyUrl", "contact"];
    const locales = fields?.["locales"];
    const isWhole = fields !== undefined && texts.every((key) => isText(fields[key])) && Array.isArray(locales);
    return isWhole && locales.length > 0 && locales.every(isText) ? (fields as unknown as Newsroom) : undefined;
  },
};

const retention = counts<Retention>("runDays");
const readerRetention = counts<ReaderRetention>("pendingDays", "logDays", "addressDays", "consentDays");

const readers = {
  TABLE_NAME: anyText,
  LINK_KEYS_SECRET: anyText,
  HASH_KEY_SECRET: anyText,
  PLAN_QUEUE_URL: url,
  DIGEST_QUEUE_URL: url,
  ALERT_QUEUE_URL: url,
  NOTICE_QUEUE_URL: url,
  GATHER_QUEUE_URL: url,
  SOURCE_REACH: reach,
  SITE_ORIGIN: origin,
  NEWSROOM: newsroom,
  CONFIGURATION_SET: anyText,
  LANES: count,
  SHARDS: count,
  GRACE_MINUTES: count,
  PENDING_DAYS: count,
  RETENTION: retention,
  READER_RETENTION: readerRetention,
} as const;

type SettingKey = keyof typeof readers;
type SettingValue<Key extends SettingKey> = (typeof readers)[Key] extends Reader<infer Value> ? Value : never;
type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<CamelCase<Tail>>}`
  : Lowercase<Name>;

/**
 * The settings of one function, read from its environment.
 *
 * @throws {Error} one that names every missing or bad setting at once
 */
export function readSettings<Name extends FunctionName>(
  name: Name,
  environment: Readonly<Record<string, string | undefined>>,
): Settings<Name> {
  const settings: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const key of settingKeys[name]) {
    const reader: Reader<unknown> = readers[key];
    const text = environment[key] ?? "";
    const value = text === "" ? undefined : reader.read(text);
    if (value === undefined) problems.push(`${key} must be ${reader.mustBe}${text === "" ? " but is missing" : ""}`);
    settings[camelCase(key)] = value;
  }
  if (problems.length > 0) throw new Error(`The environment of ${name} is wrong: ${problems.join("; ")}.`);
  return settings as Settings<Name>;
}

function camelCase(key: SettingKey): string {
  return key.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** JSON in which each of these names is a count; other names are passed over. */
function counts<Value extends Readonly<Record<keyof Value, number>>>(
  ...names: readonly (keyof Value & string)[]
): Reader<Value> {
  const last = names.at(-1);
  const listed = names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}, each`;
  return {
    mustBe: `JSON with ${listed}${names.length < 2 ? "," : ""} a whole number of at least 1`,
    read: (text) => {
      const fields = jsonObject(text) ?? {};
      if (!names.every((name) => isCount(fields[name]))) return undefined;
      return Object.fromEntries(names.map((name) => [name, fields[name]])) as Value;
    },
  };
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}
