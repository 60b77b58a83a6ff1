import { judge } from './judging.ts';
import { subjects } from './subjects.ts';
import { verdictsOn } from './verdicts.ts';

/**
 * `npm run test:null`: judges everything that cannot do the plain exchange of its suite, and prints each requirement that it
 * passes all the same. `npm run test:null -- WORD...` judges those alone whose names hold one of the words. Ends with 0 where
 * nothing was passed that is not earned, and the harness failed nowhere; else with 1.
 */
async function tellNulls(words: readonly string[]): Promise<number> {
  const nulls = subjects.filter(({ kind }) => kind === 'null');
  const chosen = nulls.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  const run = await judge(chosen, { name: 'null' });
  let wrong = 0;
  for (const subject of chosen) {
    const own = run.cases.filter(({ target }) => target === subject.name);
    const { passes } = verdictsOn(subject, run);
    const errors = own.filter(({ verdict }) => verdict === 'error').map(({ id, reason }) => `${id}: ${reason}`);
    const red = own.filter(({ verdict }) => verdict === 'fail' || verdict === 'warning').length;
    console.log(`${subject.name}: ${red} red, unearned passes: ${passes.length === 0 ? 0 : passes.join(', ')}`);
    for (const error of errors) console.log(`  the harness failed: ${error}`);
    wrong += passes.length + errors.length;
  }
  console.log(`${chosen.length} null targets, unearned passes and errors: ${wrong}`);
  return wrong === 0 ? 0 : 1;
}

process.exitCode = await tellNulls(process.argv.slice(2));
