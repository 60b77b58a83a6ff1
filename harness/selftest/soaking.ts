import type { Run } from '../contracts/run.ts';
import { besideBusyLoops } from './busy.ts';
import { faultSubjects } from './faults.ts';
import { judge } from './judging.ts';
import type { Subject } from './subject.ts';
import { subjects } from './subjects.ts';
import { missing } from './tool.ts';
import { rowsOf } from './verdicts.ts';

/** What a busy machine made of verdicts; everything is empty where it made nothing. */
export interface SoakResult {
  /** Cases of careful implementations that were red, each with its reason. */
  readonly red: readonly string[];
  /** Faults that passed: no requirement that they break was red, or at least left open. */
  readonly escaped: readonly string[];
  /** How many cases were judged, and how many of them were left open because the machine was too busy. */
  readonly cases: number;
  readonly open: number;
}

/** Implementations that break nothing: careful programs, the built-in endpoints as programs, and tools that do it right. */
export function carefulSubjects(): readonly Subject[] {
  return subjects.filter(
    ({ kind, breaks, mayRedden, needs, expects, name }) =>
      kind !== 'null' &&
      breaks.length === 0 &&
      Object.keys(mayRedden).length === 0 &&
      expects?.passes === undefined &&
      !name.includes('hostile') &&
      needs.every((tool) => missing(tool) === undefined),
  );
}

/** Judges careful subjects again and again beside busy loops, in two runs at once. */
export function soakCareful(chosen: readonly Subject[], runs: number): Promise<SoakResult> {
  return besideBusyLoops(async () => {
    const results: SoakResult[] = [];
    for (let number = 1; number <= runs; number += 1) {
      const both = await Promise.all([judge(chosen, { name: 'soak-one' }), judge(chosen, { name: 'soak-other' })]);
      results.push(...both.map(carefulResult));
    }
    return results.reduce(added, nothing);
  });
}

/** Judges every fault once beside busy loops. */
export function soakFaults(): Promise<SoakResult> {
  return besideBusyLoops(async () => {
    const run = await judge(faultSubjects, { name: 'soak-faults' });
    const escaped = faultSubjects.filter(({ name, breaks }) => {
      const caught = rowsOf(casesOf(run, name), 'fail', 'warning', 'inconclusive');
      return !breaks.some((row) => caught.includes(row));
    });
    return { ...nothing, ...counted(run), escaped: escaped.map(({ name }) => name) };
  });
}

const nothing: SoakResult = { red: [], escaped: [], cases: 0, open: 0 };

function carefulResult(run: Run): SoakResult {
  const red = run.cases.filter(({ verdict }) => ['fail', 'warning', 'error'].includes(verdict));
  return {
    ...nothing,
    ...counted(run),
    red: red.map(({ target, id, verdict, reason }) => `${verdict} ${target} ${id}: ${reason}`),
  };
}

function counted({ cases }: Run): Pick<SoakResult, 'cases' | 'open'> {
  return {
    cases: cases.length,
    open: cases.filter(({ reason }) => reason.includes('this machine was too busy')).length,
  };
}

function casesOf({ cases }: Run, name: string): Run['cases'] {
  return cases.filter(({ target }) => target === name);
}

function added(one: SoakResult, other: SoakResult): SoakResult {
  return {
    red: [...one.red, ...other.red],
    escaped: [...one.escaped, ...other.escaped],
    cases: one.cases + other.cases,
    open: one.open + other.open,
  };
}
