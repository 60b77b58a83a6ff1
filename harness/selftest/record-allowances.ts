import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecorded, recordedFile, withRun } from './allowances.ts';
import { isKillMatrix } from './matrix.ts';
import { resultsFolder } from './places.ts';

/** `npm run selftest:record`: adds what the last self test reddened by allowance to what is recorded. */
const matrix: unknown = JSON.parse(readFileSync(join(resultsFolder, 'kill-matrix.json'), 'utf8'));
if (!isKillMatrix(matrix)) throw new Error('kill-matrix.json: expected a kill matrix');
writeFileSync(recordedFile, `${JSON.stringify(withRun(readRecorded(), matrix), null, 2)}\n`);
