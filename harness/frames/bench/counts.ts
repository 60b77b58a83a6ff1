import type { RuleTally } from '../../contracts/inspection.ts';

/** How often each rule was checked and broken, by the last part of its id. */
export type Counts = Readonly<Record<string, { readonly checked: number; readonly broken: number }>>;

/** The counts in the JSON of `inspect`, or of a program that writes the same. */
export function countsIn(json: string): Counts {
  const { files }: { readonly files: readonly { readonly rules: readonly RuleTally[] }[] } = JSON.parse(json);
  const rules = files
    .flatMap((file) => file.rules)
    .map(({ rule, checked, broken }) => [rule.replace('frames/', ''), { checked, broken }]);
  return Object.fromEntries(rules);
}

/** The counts in one line, in one order, to be compared. */
export function countsText(counts: Counts): string {
  const names = Object.keys(counts).toSorted();
  return names.map((name) => `${name} ${counts[name]?.checked}/${counts[name]?.broken}`).join(', ');
}
