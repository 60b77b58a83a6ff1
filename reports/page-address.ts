import type { CaseResult } from '../harness/contracts/run.ts';

/**
 * An address of a page: of the web, of a file, or relative to the report. It has no other scheme, since a saved run may
 * come from anywhere and a browser follows it; nor a character that means something to HTML or Markdown.
 */
const ADDRESS = /^(?:(?:https?|file):\/\/|(?![A-Za-z][A-Za-z\d+.-]*:))[\w.~:/?#@!$&+,;=%-]+$/;

/** Whether a text can be an address that reports link to. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** The address of the page of a requirement with these cases; undefined where none of them tells one. */
export function pageOfRow({ cases }: { readonly cases: readonly CaseResult[] }): string | undefined {
  return cases.flatMap((one) => pageAddress(one) ?? [])[0];
}

/** The address of the page of a case's requirement; undefined where there is none that a reader may be led to. */
export function pageAddress({ page }: Pick<CaseResult, 'page'>): string | undefined {
  return page !== undefined && isAddress(page) ? page : undefined;
}
