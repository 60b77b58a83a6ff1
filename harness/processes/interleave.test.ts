import { describe, expect, test } from 'vitest';
import { interleave } from './interleave.ts';

/** Two streams, what was told of them so far, and the turns of the event loop by hand. */
function twoStreams() {
  const told: string[] = [];
  let next: (() => void) | undefined;
  const order = interleave(
    2,
    (piece) => told.push(piece),
    (turn) => {
      next = turn;
    },
  );
  const turn = (): void => {
    const call = next;
    next = undefined;
    call?.();
  };
  return { ...order, told, turn };
}

test('whole lines are told at once, in the order in which they come', () => {
  const { add, told } = twoStreams();
  add(0, 'one\n');
  add(1, 'two\n');
  add(0, 'three\n');

  expect(told).toEqual(['one\n', 'two\n', 'three\n']);
});

test('a line that comes in two pieces is not parted by another stream', () => {
  const { add, told, turn } = twoStreams();
  add(0, 'a long ');
  add(1, 'log\n');
  turn();
  add(1, 'more\n');
  expect(told).toEqual(['a long ']);
  add(0, 'line\n');

  expect(told).toEqual(['a long ', 'line\n', 'log\n', 'more\n']);
});

test('an unfinished line holds up the others for three turns, and their order is kept', () => {
  const { add, told, turn } = twoStreams();
  add(0, 'prompt> ');
  add(1, 'one\n');
  turn();
  add(1, 'two\n');
  turn();
  expect(told).toEqual(['prompt> ']);
  turn();
  expect(told).toEqual(['prompt> ', 'one\n']);
  turn();

  expect(told).toEqual(['prompt> ', 'one\n', 'two\n']);
});

describe.each([
  ['a long line that its program has not written to its end', 'x'.repeat(65_536)],
  ['a line behind many others that its program has not written to its end', `${'line\n'.repeat(13_000)}li`],
])('%s', (_, long) => {
  function waiting() {
    const streams = twoStreams();
    streams.add(0, 'short\n');
    streams.add(0, long);
    streams.add(1, 'log\n');
    for (let turns = 1; turns < 50; turns += 1) streams.turn();
    expect(streams.told).toEqual(['short\n', long]);
    return streams;
  }

  test('is told whole, where the rest comes late', () => {
    const { add, told } = waiting();
    add(0, 'rest\n');

    expect(told).toEqual(['short\n', long, 'rest\n', 'log\n']);
  });

  test('holds up the others for a second at most', () => {
    const { told, turn } = waiting();
    turn();

    expect(told).toEqual(['short\n', long, 'log\n']);
  });
});

test('where both have an unfinished line, neither waits for ever', () => {
  const { add, told, turn } = twoStreams();
  add(0, 'a');
  add(1, 'b');
  add(0, 'c');
  for (let turns = 0; turns < 4; turns += 1) turn();

  expect(told.join('')).toBe('acb');
});

test('with the end of a stream its unfinished line holds up nothing, and with the last end all is told', () => {
  const { add, end, told } = twoStreams();
  add(0, 'no line end');
  add(1, 'log\n');
  end(0);
  expect(told).toEqual(['no line end', 'log\n']);
  add(1, 'unfinished');
  end(1);

  expect(told).toEqual(['no line end', 'log\n', 'unfinished']);
});
