import { expect, test } from 'vitest';
import { positiveControl, type Tried } from './positive-control.ts';

/** Whether what a client did counts, by what came of its plain exchanges one after another. */

const done: Tried = { kind: 'done', twin: { printed: 'hello', end: { status: 0, signal: null } } };
const undone: Tried = { kind: 'undone', reason: 'nothing came', evidence: [] };
const unreachable: Tried = { kind: 'unreachable', reason: 'the client did not connect' };

const never = 'the client has not done the plain exchange of its suite: ';
const later = 'the client did the plain exchange of its suite before this case, and not after it: ';

test.each<[string, readonly Tried[], boolean, string | undefined, number]>([
  ['a client that does it counts', [done], false, undefined, 1],
  ['one that is caught at a busy moment is tried again', [undone, done], false, undefined, 2],
  ['one that never does it does not count', [undone, undone], false, `${never}nothing came`, 2],
  ['one that never connects is tried once', [unreachable], false, `${never}the client did not connect`, 1],
  ['what rests on it counts where it is done again', [done, done], true, undefined, 2],
  ['and not where it is not', [done, undone, undone], true, `${later}nothing came`, 3],
  ['a busy moment afterwards is no doubt', [done, undone, done], true, undefined, 3],
])('%s', async (_, exchanges, rests, sentence, tries) => {
  let tried = 0;
  const control = positiveControl(async () => exchanges[tried++] ?? done);

  expect((await control.doubt(rests))?.sentence).toBe(sentence);
  expect(tried).toBe(tries);
});

test('all cases share the exchange before them', async () => {
  let tried = 0;
  const control = positiveControl(async () => {
    tried += 1;
    return done;
  });
  await Promise.all([control.before(), control.before(), control.doubt(false)]);

  expect(tried).toBe(1);
});
