import { accepted, pruned } from './golden.ts';
import { foundFolder, goldenFolder, readGolden, writeGolden } from './golden-files.ts';
import { recordedFaults, recordedSuites } from './recorded-faults.ts';

/**
 * `npm run selftest:golden`: records what the last self test, or `npm run fault`, said of each fault that it judged. With
 * `-- --sometimes` both that and what was recorded are right: what only one of them has is said sometimes. Ends with 2 where
 * nothing was judged since the last build.
 */
const isOneOfMany = process.argv.includes('--sometimes');
let judged = 0;
for (const suite of recordedSuites) {
  const found = readGolden(foundFolder, suite);
  judged += found.size;
  const golden = accepted(readGolden(goldenFolder, suite), found, isOneOfMany);
  const faults = recordedFaults.filter(({ target }) => target.suite === suite);
  writeGolden(goldenFolder, suite, pruned(golden, faults));
}
console.log(`recorded what was said of ${judged} of ${recordedFaults.length} faults`);
if (judged === 0) process.exitCode = 2;
