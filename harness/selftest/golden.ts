import { isBroken } from '../../reports/causes.ts';
import { normalForm } from '../../reports/fingerprint.ts';
import { restOfReason } from '../../reports/reason.ts';
import type { CaseResult } from '../contracts/run.ts';
import { repository } from './places.ts';
import type { Subject } from './subject.ts';

/** One text by which a person is told of a failure, without what differs from run to run. */
export interface Wording {
  readonly text: string;
  /** Whether it is not said in each run: several things may be seen first, and any of them is told. */
  readonly isSometimes: boolean;
}

/** The wordings by requirement, without the suite's path. */
export type Block = ReadonlyMap<string, readonly Wording[]>;

/** A block a fault, by the name of its subject. */
export type Golden = ReadonlyMap<string, Block>;

/** What the cases of one fault say of each requirement that it breaks. What it merely may redden is not certain. */
export function blockOf({ breaks }: Pick<Subject, 'breaks'>, cases: readonly CaseResult[]): Block {
  return new Map(
    breaks.toSorted().map((row) => {
      const own = cases.filter((one) => isBroken(one) && rowOf(one) === row);
      return [row, [...new Set(own.map(wordingOf))].sort().map((text) => ({ text, isSometimes: false }))];
    }),
  );
}

/** The verdict, and what reports say below it: what was expected, what was seen, and what the reason says beside both. */
function wordingOf(one: CaseResult): string {
  const { verdict, expected, seen } = one;
  const rest = restOfReason(one);
  const parts = [
    ...(expected === undefined ? [] : [`expected ${normal(expected)}`]),
    ...(seen === undefined ? [] : [`saw ${normal(seen)}`]),
    ...(rest === '' ? [] : [`reason ${normal(rest)}`]),
  ];
  return `${verdict}: ${parts.join('; ')}`;
}

/** Without the place of this checkout, too. */
function normal(text: string): string {
  return normalForm(text.replaceAll(`${repository}/`, ''));
}

/**
 * What was found, with what is recorded of requirements that were left open in a case, as on a machine that had too much to do:
 * what was not judged is no other wording.
 */
export function completed(found: Block, recorded: Block | undefined, cases: readonly CaseResult[]): Block {
  const open = new Set(cases.filter(({ verdict }) => verdict === 'inconclusive').map(rowOf));
  return new Map(
    [...found].map(([row, said]) => {
      const listed = open.has(row) ? (recorded?.get(row) ?? []) : [];
      const unsaid = listed.filter(({ text }) => !said.some((one) => one.text === text));
      return [row, [...said, ...unsaid.map((one) => ({ ...one, isSometimes: false }))]];
    }),
  );
}

/**
 * How what was found of a fault differs from what is recorded, one sentence a requirement; none where it does not. A requirement
 * that is not red says nothing here: that it is missed is told anyway.
 */
export function differences(recorded: Block | undefined, found: Block): readonly string[] {
  return [...found].flatMap(([row, said]) => {
    const listed = recorded?.get(row) ?? [];
    const texts = said.map(({ text }) => text);
    const unsaid = listed.filter(({ text, isSometimes }) => !isSometimes && !texts.includes(text));
    const unknown = texts.filter((text) => !listed.some((one) => one.text === text));
    if (said.length === 0 || (unsaid.length === 0 && unknown.length === 0)) return [];
    const expected = (unsaid.length === 0 ? listed : unsaid).map(({ text }) => text);
    return [`${row}: expected ${quoted(expected)}, found ${quoted(unknown.length === 0 ? texts : unknown)}`];
  });
}

/**
 * What is recorded once a run is accepted: of each fault that it judged what it said, and what is said sometimes. With
 * `isOneOfMany` what only one of both has is said sometimes from now on.
 */
export function accepted(recorded: Golden, found: Golden, isOneOfMany: boolean): Golden {
  const blocks = [...found].map(
    ([name, block]) => [name, acceptedBlock(recorded.get(name), block, isOneOfMany)] as const,
  );
  return new Map([...recorded, ...blocks]);
}

/** What is recorded of faults that there are, and of what they break. */
export function pruned(recorded: Golden, faults: readonly Subject[]): Golden {
  const blocks = faults.map(({ name, breaks }) => {
    const rows = [...(recorded.get(name) ?? [])].filter(([row]) => breaks.includes(row));
    return [name, new Map(rows)] as const;
  });
  return new Map(blocks.filter(([, block]) => block.size > 0));
}

/** A requirement of which nothing was said, as it does not apply or was passed, stays as it is. */
function acceptedBlock(recorded: Block | undefined, found: Block, isOneOfMany: boolean): Block {
  const rows = [...found]
    .filter(([, said]) => said.length > 0)
    .map(([row, said]) => [row, acceptedWordings(recorded?.get(row), said, isOneOfMany)] as const);
  return new Map([...(recorded ?? []), ...rows]);
}

function acceptedWordings(
  listed: readonly Wording[] | undefined,
  said: readonly Wording[],
  isOneOfMany: boolean,
): readonly Wording[] {
  const isIn = (wordings: readonly Wording[], { text }: Wording): boolean => wordings.some((one) => one.text === text);
  const before = listed ?? [];
  const kept = before
    .filter((one) => one.isSometimes || isOneOfMany || isIn(said, one))
    .map((one) => ({ ...one, isSometimes: one.isSometimes || !isIn(said, one) }));
  const added = said
    .filter((one) => !isIn(before, one))
    .map((one) => ({ ...one, isSometimes: isOneOfMany && listed !== undefined }));
  return [...kept, ...added];
}

function rowOf({ requirement }: CaseResult): string {
  return requirement.split('/').at(-1) ?? '';
}

function quoted(texts: readonly string[]): string {
  return texts.length === 0 ? 'nothing' : texts.map((text) => `'${text}'`).join(' and ');
}
