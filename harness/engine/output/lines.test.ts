import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineCursor, linesOf } from './lines.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 20 });

test('lines are those of split', () => {
  fc.assert(
    fc.property(text, (whole) => {
      expect([...linesOf(whole)]).toEqual(whole.split('\n'));
    }),
  );
});

test('lines end at each of several line ends', () => {
  expect([...linesOf('a\rb\u2028c\n', /[\n\r\u2028\u2029]/g)]).toEqual(['a', 'b', 'c', '']);
});

test('the line at an offset, in whatever order they are asked for', () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat({ max: 20 })), (whole, offsets) => {
      const lineAt = lineCursor(whole);
      for (const at of offsets.filter((offset) => offset <= whole.length)) {
        const before = whole.slice(0, at).split('\n');
        const start = at - (before.at(-1) ?? '').length;
        expect(lineAt(at)).toEqual({ start, end: start + (whole.slice(start).split('\n')[0] ?? '').length });
      }
    }),
  );
});
