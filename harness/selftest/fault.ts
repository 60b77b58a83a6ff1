import { faultSubjects } from './faults.ts';
import { noteFound } from './golden-files.ts';
import { judge } from './judging.ts';
import { right, rowsOf, verdictsOn } from './verdicts.ts';

/**
 * `npm run fault -- ENDPOINT NAME...`: judges one fault, or several, or all of an endpoint, and tells what they reddened.
 * Ends with 0 where each is caught by its rows and reddens no other, else with 1; with 2 where there is no such fault.
 */
async function tellFaults([endpoint = '', ...names]: readonly string[]): Promise<number> {
  const known = faultSubjects.filter(({ target }) => target.reference === endpoint);
  const chosen = names.length === 0 ? known : known.filter(({ target }) => names.includes(target.fault ?? ''));
  if (chosen.length === 0 || chosen.length < names.length) {
    const there =
      known.length === 0
        ? faultSubjects.map(({ target }) => target.reference)
        : known.map(({ target }) => target.fault);
    const found = [endpoint, ...names].join(' ');
    console.error(`fault: expected ENDPOINT NAME... with one of ${[...new Set(there)].join(', ')}, found "${found}"`);
    return 2;
  }
  const run = await judge(chosen, { name: 'fault' });
  noteFound(chosen, ({ name }) => run.cases.filter(({ target }) => target === name));
  const told = chosen.map((subject) => {
    const verdicts = verdictsOn(subject, run);
    const red = run.cases.filter(({ target, verdict }) => target === subject.name && /fail|warning/.test(verdict));
    console.log(`${subject.name}: reddens ${rowsOf(red, 'fail', 'warning').join(', ') || 'nothing'}`);
    for (const { id, reason } of red) console.log(`  ${id}: ${reason}`);
    const wrong = Object.entries(verdicts).filter(([, rows]) => rows.length > 0);
    for (const [what, rows] of wrong) console.log(`  ${what}: ${rows.join('\n    ')}`);
    return JSON.stringify(verdicts) === JSON.stringify(right);
  });
  return told.every((isRight) => isRight) ? 0 : 1;
}

process.exitCode = await tellFaults(process.argv.slice(2));
