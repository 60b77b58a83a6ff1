import { expect, test } from 'vitest';
import { record, recordHeader } from './record.ts';

test('version and size are big endian, and unsigned', () => {
  expect([...record.encode({ version: 0x01020304, data: Uint8Array.of(7) })]).toEqual([1, 2, 3, 4, 0, 0, 0, 1, 7]);
  expect(recordHeader(Uint8Array.of(0xff, 0, 0, 1, 0x80, 0, 0, 0, 9))).toEqual({ version: 0xff000001, size: 2 ** 31 });
  expect(recordHeader(new Uint8Array(7))).toBeUndefined();
});

test.each([
  [[0, 0, 0], 'the stream ended within the header'],
  [[0, 0, 0, 1, 0, 0, 0, 3, 65], 'the stream ended after 1 of 3 octets of data'],
])('cut short at %j it is malformed once the stream has ended', (values, reason) => {
  const octets = Uint8Array.from(values);

  expect(record.decode(octets, true)).toEqual({ kind: 'malformed', reason, offset: octets.length });
  expect(record.decode(octets, false)).toEqual({ kind: 'incomplete' });
});

test.each([-1, 0.5, 2 ** 32])('version %d is not encoded', (version) => {
  expect(() => record.encode({ version, data: new Uint8Array() })).toThrow(`found ${version}`);
});
