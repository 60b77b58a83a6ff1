import { expect, test } from 'vitest';
import { parseDescription } from '../../harness/protocols/wire/description.ts';
import { borderEchoes } from './asked-again.ts';

const described = (form: string, repeats = 'echo') =>
  parseDescription(
    `protocol: numbered
over: udp
messages:
  ask: { id: "${form}", name: text until LF }
  answer: { id: "${form} ${repeats}", value: rest }
dialogue: [client ask, server answer, repeat]
plain:
  ask: [{ id: 7, name: "{nonce}" }]
  answer: [{ ${repeats === '' ? 'id: 7, ' : ''}value: "{nonce}" }]
`,
    'numbered.protocol.yaml',
  );

test.each([
  ['u8', ['id 0x0', 'id 0x7f', 'id 0x80', 'id 0xff']],
  ['u16', ['id 0x0', 'id 0x7fff', 'id 0x8000', 'id 0xffff']],
  ['u32le', ['id 0x0', 'id 0x7fffffff', 'id 0x80000000', 'id 0xffffffff']],
])('a number %s that is repeated is asked at its borders', (form, what) => {
  const borders = borderEchoes(described(form));

  expect(borders.map((one) => one.what)).toEqual(what);
  const asked = borders.map(({ description }) => description.plain.get('ask')?.[0]?.values.get('id'));
  expect(asked.map((value) => `id 0x${value?.toString(16)}`)).toEqual(what);
});

test('a number that no reply repeats, or that may be some alone, has no borders to be asked at', () => {
  expect(borderEchoes(described('u32', ''))).toEqual([]);
  expect(borderEchoes(described('u8 enum 7, 8'))).toEqual([]);
  expect(borderEchoes(described('digits until SP'))).toEqual([]);
});
