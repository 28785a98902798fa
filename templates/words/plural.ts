/** The forms that a counted word takes; `#` stands for the number. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** Counts in one locale: `plural(1, { one: "# update", other: "# updates" })` is "1 update". */
export type Plural = (count: number, forms: PluralForms) => string;

/** Counts as `locale` does. Its formatters take some 10 ms to build, so they are built when something is counted first. */
export function pluralIn(locale: string): Plural {
  let known: { readonly rules: Intl.PluralRules; readonly digits: Intl.NumberFormat } | undefined;
  return (count, forms) => {
    known ??= { rules: new Intl.PluralRules(locale), digits: new Intl.NumberFormat(locale) };
    const { rules, digits } = known;
    return (forms[rules.select(count)] ?? forms.other).replaceAll("#", digits.format(count));
  };
}
