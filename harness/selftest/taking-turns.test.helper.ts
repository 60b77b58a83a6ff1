import { isOfTurn, PARTS, TURNS, turnOfRun } from './sample.ts';

/** Of the tests of a file that starts commands, each turn has one in so many, unless the file says otherwise. */
export const CLAIM_PARTS = 6;

/** What takes the rows of a table. */
const TABLES: ReadonlySet<string | symbol> = new Set(['each', 'for']);

/**
 * The `test` of vitest for a file whose tests start commands that run, which takes seconds each: one of so many parts of them, and
 * of the rows of a table, are tests of this turn (`sample.ts`), and the others are tests of those that follow it. All of them are
 * where `EVERY_TEST` is set. Those of one file stand on their own: no test needs the one before it. A file, and each `describe`
 * of it, has as many tests and rows as parts, or more: a turn without any is an error of vitest's.
 */
export function takingTurns<Test extends object>(
  test: Test,
  parts: number = CLAIM_PARTS,
  turn: number = turnOfRun(),
  isWhole: boolean = process.env.EVERY_TEST !== undefined,
): Test {
  // The first one is of turn 0.
  let number = parts - 1 - (turn % parts);
  const isNext = (): boolean => {
    number += 1;
    return isWhole || number % parts === 0;
  };
  const parted = <Api extends object>(api: Api): Api =>
    new Proxy(api, {
      apply: (target, _, words) => (isNext() ? call(target, words) : undefined),
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        if (TABLES.has(name)) return (rows: readonly unknown[]) => call(value.bind(target), [rows.filter(isNext)]);
        if (name !== 'runIf' && name !== 'skipIf') return parted(value);
        return (...words: readonly unknown[]) => parted(called(value.bind(target), words));
      },
    });
  return parted(test);
}

/** Those of a list that are tested in this turn: one of so many parts. */
export function partOfThisTurn<Thing>(all: readonly Thing[]): readonly Thing[] {
  return process.env.EVERY_TEST === undefined ? all.filter((_, index) => index % PARTS === turnOfRun() % PARTS) : all;
}

/** Of things with a name that take long, each turn has one in so many. */
const FEW = TURNS / 2;

/** Those of them that are tested in this turn: the others are in later ones. */
export function fewOfThisTurn<Named extends { readonly name: string }>(all: readonly Named[]): readonly Named[] {
  return all.filter(({ name }) => process.env.EVERY_TEST !== undefined || isOfTurn(name, turnOfRun(), FEW));
}

function call(api: object, words: readonly unknown[]): unknown {
  return typeof api === 'function' ? Reflect.apply(api, undefined, words) : undefined;
}

/** What a function of `test` gives is such a function, too. */
function called(api: object, words: readonly unknown[]): object {
  const given = call(api, words);
  return typeof given === 'function' ? given : {};
}
