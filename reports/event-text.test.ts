import { expect, test } from 'vitest';
import { eventText } from './event-text.ts';
import { exchangeLines } from './exchange.ts';
import { htmlOf } from './html/markup.ts';
import { timeline } from './html/timeline.ts';

const event = (octets: readonly number[], about = '') => {
  const all = Buffer.from(octets);
  return {
    ...({ t: 1, who: 'harness', what: 'send', octets: all.length } as const),
    ...{ hex: all.toString('hex'), text: `${about}${all.toString('utf8')}` },
  };
};

test.each([
  ['octets that are no UTF-8', [0, 0, 3, 0xff], '\0\0\x03\\xFF'],
  ['a character that is cut', [0x61, 0xe6, 0xb5], 'a\\xE6\\xB5'],
  ['the character that stands for them, as it was sent', [0xef, 0xbf, 0xbd, 0xff], '\uFFFD\\xFF'],
  ['text', [...Buffer.from('größe')], 'größe'],
])('no octet is lost in the text of an event: %s', (_, octets, text) => {
  expect(eventText(event(octets))).toBe(text);
  expect(eventText(event(octets, '"a": '))).toBe(`"a": ${text}`);
});

test('the exchange of a report shows each octet of it', () => {
  const size = [event([0, 0, 3, 0xff])];

  expect(exchangeLines(size, 8, 120)[0]).toContain('"\\x00\\x00\\x03\\xFF"');
  expect(htmlOf(timeline(size))).toContain('"\\x00\\x00\\x03\\xFF"');
});
