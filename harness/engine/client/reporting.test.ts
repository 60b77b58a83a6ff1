import { expect, test } from 'vitest';
import type { ProcessEnd } from '../../contracts/process.ts';
import { reported, reportFact, saysError } from './reporting.ts';

/** What counts as the report of an error, beside what the same client says and does where all is well. */

const ended = (status: number): ProcessEnd => ({ status, signal: null });

test.each<[string, number, string, number, string, string]>([
  ['a status', 1, '', 0, '', reported],
  ['a word', 0, 'connection reset', 0, '', reported],
  ['the status of every end', 1, '', 1, '', 'exit status 1, as where all is well, and nothing said'],
  ['another status than ever', 2, '', 1, '', reported],
  [
    'a word of every end',
    0,
    'Connection closed.',
    0,
    'bye\nConnection closed.',
    'exit status 0, having printed "Connection closed."',
  ],
  ['a word beside that', 0, 'Closed: reset by peer', 0, 'Connection closed.', reported],
  ['nothing', 0, '', 0, '', 'exit status 0, and nothing said'],
])('%s', (_, status, printed, usualStatus, usual, fact) => {
  expect(reportFact(ended(status), printed, '', { printed: usual, end: ended(usualStatus) })).toBe(fact);
});

test('what the case itself gave it to print is no report', () => {
  expect(reportFact(ended(0), 'an error of time', 'an error of time')).toBe('exit status 0, and nothing said');
});

test('a hang and a signal are failures of their own', () => {
  expect(reportFact(undefined, 'error')).toBe('hung');
  expect(reportFact({ status: null, signal: 'SIGSEGV' }, 'error')).toBe('killed by signal SIGSEGV');
});

test('a word counts in whatever case it is written', () => {
  expect(saysError('ERROR', 'error')).toBe(false);
  expect(saysError('Error: no such file', 'error')).toBe(true);
});
