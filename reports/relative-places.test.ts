import { expect, test } from 'vitest';
import { shellQuoted } from '../harness/text/quoting.ts';
import { relativePlaces } from './relative-places.ts';
import { sampleCase, sampleRun } from './samples.ts';

function told(folder: string | undefined, text: string): string {
  const words = folder === undefined ? '' : ` --folder ${shellQuoted(folder)}`;
  const reproduce = `sockspec run fortune/server --exec 'python3 server.py'${words} --only x`;
  return relativePlaces(sampleRun({ cases: [sampleCase({ reproduce })] }))(text.replace('REPRODUCE', () => reproduce));
}

test.each([
  '/home/grader/s/alice',
  '/home/grader/s/müller jörg',
  "/home/grader/s/it's",
  '/home/grader/s/new\nline $x',
  '/home/grader/s/a+b(c)',
])('the folder of a program is the one that its author stands in: %j', (folder) => {
  expect(told(folder, 'REPRODUCE')).toBe("sockspec run fortune/server --exec 'python3 server.py' --folder . --only x");
  expect(told(folder, `File "${folder}/server.py", line 3 in ${folder}`)).toBe('File "./server.py", line 3 in .');
});

test('what stands around it is told from there', () => {
  const folder = '/home/grader/class/s/alice';

  expect(told(folder, '--phrases /home/grader/class/phrases.txt')).toBe('--phrases ../../phrases.txt');
  expect(told(folder, '/home/grader/.venv/bin, /home/grader.')).toBe('../../../.venv/bin, ../../...');
});

test.each([
  ['of another name', '/home/grader/s/alice2/x /home/grader-b /srv/home/grader/s'],
  ['of few parts', '/home /usr/lib/python3'],
])('a path %s stays', (_, text) => {
  expect(told('/home/grader/s/alice', text).replaceAll('../alice2', '/home/grader/s/alice2')).toBe(text);
});

test('without a folder all stays', () => {
  expect(told(undefined, 'REPRODUCE in /home/grader/s')).toContain('/home/grader/s');
});
