import { Value } from '@sinclair/typebox/value';
import { expect, test } from 'vitest';
import { Evidence } from '../../contracts/run.ts';
import { printedEvent, startTranscript } from './transcript.ts';

const sent = { who: 'harness', what: 'send', connection: 1 } as const;

test('keeps what happened, octets as hex and text', () => {
  const transcript = startTranscript();
  transcript.add({ who: 'harness', what: 'connect', connection: 1 });
  transcript.add(sent, Buffer.from('größe\n'));

  expect(transcript.evidence(false)).toEqual([
    { t: expect.any(Number), who: 'harness', what: 'connect', connection: 1 },
    { t: expect.any(Number), ...sent, octets: 8, hex: '6772c3b6c39f650a', text: 'größe\n' },
  ]);
});

test('keeps the octets of a view, not of the buffer behind it', () => {
  const transcript = startTranscript();
  transcript.add(sent, Buffer.from('abcdef').subarray(2, 4));

  expect(transcript.evidence(false)).toMatchObject([{ octets: 2, text: 'cd' }]);
});

test.each([
  [4096, 4096, undefined],
  [4097, 4096, true],
  [1_000_000, 4096, true],
])('of %i octets it keeps %i, and says so where it cut', (octets, kept, cut) => {
  const transcript = startTranscript();
  transcript.add(sent, Buffer.alloc(octets, 'x'));
  const [event] = transcript.evidence(false);

  expect(event).toMatchObject({ octets, hex: '78'.repeat(kept), text: 'x'.repeat(kept) });
  expect(event?.cut).toBe(cut);
  expect(Value.Check(Evidence, event)).toBe(true);
});

test('of what was printed the end is kept, and what data drives out of no line', () => {
  const data = 'x'.repeat(70_000);
  const { text = '', cut } = printedEvent(
    `${'line\n'.repeat(2000)}Error: no such file '${data}'\n  at f (s.mjs:1:2)\n  path: '${data}'\n`,
  );

  expect(text.length).toBeLessThanOrEqual(4096);
  expect(cut).toBe(true);
  expect(text).toMatch(
    /line\nError: no such file 'x+ … 69622 characters … x+'\n {2}at f \(s\.mjs:1:2\)\n {2}path: 'x+ … \d+ characters … x+'\n$/,
  );
  expect(printedEvent('short\n')).toEqual({ who: 'iut', what: 'output', text: 'short\n' });
});

test('a passed case keeps enough to recognise', () => {
  const transcript = startTranscript();
  transcript.add(sent, Buffer.alloc(33, 'x'));
  transcript.add(sent, Buffer.alloc(32, 'y'));

  expect(transcript.evidence(true)).toMatchObject([
    { octets: 33, text: 'x'.repeat(32), cut: true },
    { octets: 32, text: 'y'.repeat(32) },
  ]);
});

test('a case that has used up its share keeps little of what follows', () => {
  const transcript = startTranscript();
  for (let event = 0; event < 12; event += 1) transcript.add(sent, Buffer.alloc(4096, 'x'));
  const kept = transcript.evidence(false).map((event) => event.text?.length);

  expect(kept).toEqual([...Array(8).fill(4096), ...Array(4).fill(32)]);
});

test('of a flood the reads are one event once the share is used up, so that nothing else is driven out', () => {
  const transcript = startTranscript();
  const read = { who: 'iut', what: 'receive', connection: 1 } as const;
  transcript.add({ who: 'harness', what: 'connect', connection: 1 });
  for (let event = 0; event < 100; event += 1) transcript.add(read, Buffer.alloc(4096, 'x'));
  transcript.add({ ...read, connection: 2 }, Buffer.from('y'));
  transcript.add({ who: 'iut', what: 'fin', connection: 1 });
  const events = transcript.evidence(false);

  expect(events.map(({ what, octets }) => octets ?? what)).toEqual([
    'connect',
    ...Array(7).fill(4096),
    93 * 4096,
    1,
    'fin',
  ]);
  expect(events[8]).toMatchObject({ hex: '78'.repeat(4096), cut: true });
});

test('of many events the first and the last are kept, and what is between is counted', () => {
  const transcript = startTranscript();
  for (let event = 1; event <= 100; event += 1) transcript.add({ who: 'iut', what: 'note', text: String(event) });
  const texts = transcript.evidence(false).map((event) => event.text);
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => String(from + at));

  expect(texts).toEqual([...numbers(1, 20), '40 events left out', ...numbers(61, 100)]);
});

test('what a further client did gives way to the word that it was served, but for what others did meanwhile', () => {
  const transcript = startTranscript();
  for (let count = 0; count < 18; count += 1) transcript.add(sent, Buffer.from('a'));
  const served = transcript.aside();
  transcript.add({ who: 'harness', what: 'connect', connection: 2 });
  transcript.add({ who: 'iut', what: 'fin', connection: 1 });
  transcript.add({ who: 'harness', what: 'fin', connection: 2 });
  transcript.add({ who: 'iut', what: 'file', text: '"b" stored exactly' });
  served('the next client was served');
  transcript.add({ who: 'iut', what: 'output', text: 'bye' });

  expect(transcript.evidence(false).slice(17)).toMatchObject([
    { what: 'send' },
    { what: 'fin', connection: 1 },
    { what: 'note', text: 'the next client was served' },
    { what: 'output', text: 'bye' },
  ]);
});

test('a further client that was not served is told of', () => {
  const transcript = startTranscript();
  transcript.aside();
  transcript.add({ who: 'harness', what: 'connect', connection: 1 });

  expect(transcript.evidence(false)).toHaveLength(1);
});

test('times never run backwards', () => {
  const transcript = startTranscript();
  for (let event = 0; event < 70; event += 1) transcript.add({ who: 'iut', what: 'fin' });
  const times = transcript.evidence(false).map((event) => event.t);

  expect(times).toEqual([...times].sort((a, b) => a - b));
});
