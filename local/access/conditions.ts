/**
 * Condition operators of IAM, those that this stack's policies use.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import type { Statement } from "./statement.ts";
import { arnMatches, globMatches } from "./wildcards.ts";

type Test = (wanted: string, given: string) => boolean;

const same: Test = (wanted, given) => wanted === given;
const sameButCase: Test = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();
const arn: Test = (wanted, given) => arnMatches(wanted, given) ?? false;

const TESTS: Readonly<Record<string, { readonly test: Test; readonly not: boolean }>> = {
  StringEquals: { test: same, not: false },
  StringNotEquals: { test: same, not: true },
  StringEqualsIgnoreCase: { test: sameButCase, not: false },
  StringNotEqualsIgnoreCase: { test: sameButCase, not: true },
  StringLike: { test: globMatches, not: false },
  StringNotLike: { test: globMatches, not: true },
  ArnEquals: { test: arn, not: false },
  ArnLike: { test: arn, not: false },
  ArnNotEquals: { test: arn, not: true },
  ArnNotLike: { test: arn, not: true },
  Bool: { test: sameButCase, not: false },
};

/** Whether all conditions hold; one that is not understood counts as `unknownCounts` says. */
export function conditionsHold(
  conditions: Statement["conditions"],
  context: Readonly<Record<string, string | readonly string[]>>,
  unknownCounts: boolean,
): boolean {
  const given = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat()]));
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(
      ([key, wanted]) => holds(operator, wanted, given.get(key.toLowerCase())) ?? unknownCounts,
    ),
  );
}

function holds(operator: string, wanted: readonly string[], given: readonly string[] | undefined): boolean | undefined {
  if (operator === "Null") return wanted.includes(String(given === undefined));
  const parts = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator);
  const [, every, name, ifExists] = parts ?? [];
  const known = name === undefined ? undefined : TESTS[name];
  if (!known || wanted.some((value) => value.includes("${"))) return undefined;
  if (given === undefined) return Boolean(ifExists) || every === "ForAllValues" || (known.not && every === undefined);
  // A key of several values without a set operator is a mistake in the policy: AWS's answer to it is not known.
  if (!every && given.length !== 1) return undefined;
  const passes = (value: string) => wanted.some((each) => known.test(each, value)) !== known.not;
  return every === "ForAllValues" ? given.every(passes) : given.some(passes);
}
