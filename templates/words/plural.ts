/** The forms that a counted word takes; `#` stands for the number. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** Counts in one locale: `plural(1, { one: "# update", other: "# updates" })` is "1 update". */
export type Plural = (count: number, forms: PluralForms) => string;

/** Counts as `locale` does. */
export function pluralIn(locale: string): Plural {
  const rules = new Intl.PluralRules(locale);
  const digits = new Intl.NumberFormat(locale);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replaceAll("#", digits.format(count));
}
