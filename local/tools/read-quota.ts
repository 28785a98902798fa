/** Reads what `PUT /quota` is asked. */
import type { Quota } from "../mail/quota.ts";

/** Far beyond what SES gives: more is a slip of the pen. */
const HIGHEST_RATE = 100_000;
const HIGHEST_DAILY = 1_000_000_000;

/** `standing` with what `body` changes of it, or the sentence that refuses it. */
export function readQuota(body: unknown, standing: Quota): Quota | { readonly refused: string } {
  const asked = body !== null && typeof body === "object" && !Array.isArray(body) ? Object.entries(body) : [];
  const known = asked.every(([field]) => field === "rate" || field === "daily");
  if (asked.length === 0 || !known) {
    return { refused: 'A quota such as {"rate":200,"daily":50000}, or one field of it, is expected.' };
  }
  const { rate, daily } = { ...standing, ...Object.fromEntries(asked) } as Record<keyof Quota, unknown>;
  // SES gives no account less than one mail a second; a day's quota can be used up.
  if (!isCount(rate, 1, HIGHEST_RATE)) return refuse("rate", rate, `1 to ${HIGHEST_RATE} mails a second`);
  if (!isCount(daily, 0, HIGHEST_DAILY)) return refuse("daily", daily, `0 to ${HIGHEST_DAILY} mails in 24 hours`);
  return { rate, daily };
}

function isCount(value: unknown, lowest: number, highest: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= lowest && value <= highest;
}

function refuse(field: keyof Quota, value: unknown, expected: string): { readonly refused: string } {
  return {
    refused: `"${field}" is ${JSON.stringify(value).slice(0, 100)}, but a whole number, ${expected}, is expected.`,
  };
}
