import { HALVES, isOfShare, turnOfRun } from './sample.ts';

/** What takes the rows of a table. */
const TABLES: ReadonlySet<string | symbol> = new Set(['each', 'for']);

/**
 * The `test` of vitest for a file whose tests start commands that run, which takes seconds each: every second of them, and every
 * second row of a table, is a test of this turn (`sample.ts`), and the others are tests of the next one. All of them are where
 * `EVERY_TEST` is set. Those of one file stand on their own: no test needs the one before it.
 */
export function everySecond<Test extends object>(
  test: Test,
  turn: number = turnOfRun(),
  isWhole: boolean = process.env.EVERY_TEST !== undefined,
): Test {
  let number = turn;
  const isNext = (): boolean => {
    number += 1;
    return isWhole || number % HALVES === 1;
  };
  const halved = <Api extends object>(api: Api): Api =>
    new Proxy(api, {
      apply: (target, _, words) => (isNext() ? call(target, words) : undefined),
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        if (TABLES.has(name)) return (rows: readonly unknown[]) => call(value.bind(target), [rows.filter(isNext)]);
        if (name !== 'runIf' && name !== 'skipIf') return halved(value);
        return (...words: readonly unknown[]) => halved(called(value.bind(target), words));
      },
    });
  return halved(test);
}

/** Those of things with a name that are tested in this turn: the others are in later ones, a share in each. */
export function shareOfThisTurn<Named extends { readonly name: string }>(all: readonly Named[]): readonly Named[] {
  return all.filter(({ name }) => process.env.EVERY_TEST !== undefined || isOfShare(name, turnOfRun()));
}

function call(api: object, words: readonly unknown[]): unknown {
  return typeof api === 'function' ? Reflect.apply(api, undefined, words) : undefined;
}

/** What a function of `test` gives is such a function, too. */
function called(api: object, words: readonly unknown[]): object {
  const given = call(api, words);
  return typeof given === 'function' ? given : {};
}
