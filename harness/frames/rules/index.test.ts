import { expect, test } from 'vitest';
import { pcap } from '../crafting/captures.ts';
import * as scenes from '../crafting/scenes.ts';
import { declaring, judgeAll } from '../reading.test.helper.ts';
import { frameRules } from './index.ts';
import { judge } from './judging.test.helper.ts';

/** What all rules have in common: what they look at, and what is told of what they find. */

test('IPv6 groups are reported, not judged', () => {
  expect(judge(scenes.ipv6ToGroup()).ipv6Groups).toEqual({ frames: 1, mapped: 1 });
  expect(judge(scenes.ipv6ToGroup('33:33:00:00:00:02'))).toMatchObject({
    broken: [],
    ipv6Groups: { frames: 1, mapped: 0 },
  });
});

test('what is no IP is counted, not judged', () => {
  const { broken, notUnderstood } = judge(Uint8Array.from(Array.from({ length: 60 }, () => 7)), undefined, 147);

  expect({ broken, notUnderstood }).toEqual({
    broken: [],
    notUnderstood: [{ linkType: 147, what: 'link type 147', frames: 1 }],
  });
});

test('offences are listed up to the limit and counted beyond', () => {
  const frames = Array.from({ length: 5 }, () => ({ octets: scenes.toGroup({ network: { ttl: 5 } }) }));
  const { offences, rules } = judgeAll(pcap(frames), declaring(), 2);

  expect(offences.map(({ number }) => number)).toEqual([1, 2]);
  expect(rules.find(({ rule }) => rule === 'frames/multicast-ttl')?.broken).toBe(5);
});

test('an offence tells number, time, frame, rule and octets', () => {
  const wrong = scenes.toGroup({ link: { destination: '01:00:5e:4a:14:1f' } });
  const at = (microseconds: bigint) => 1_700_000_000_000_000_000n + microseconds * 1000n;
  const { offences } = judgeAll(
    pcap([
      { octets: scenes.toAll(), time: at(0n) },
      { octets: wrong, time: at(1_500_000n) },
    ]),
  );

  expect(offences).toEqual([
    {
      rule: 'frames/multicast-mac',
      number: 2,
      time: '2023-11-14T22:13:21.500000000Z',
      seconds: 1.5,
      text: 'expected 01:00:5e:4a:14:1e for group 224.202.20.30, found 01:00:5e:4a:14:1f',
      decode: '02:00:00:00:00:01 > 01:00:5e:4a:14:1f, 10.0.0.1:40000 > 224.202.20.30:54321, UDP, TTL 1, 60 octets',
      octets: [
        { from: 0, what: 'destination MAC', hex: '01005e4a141f' },
        { from: 30, what: 'destination address', hex: 'e0ca141e' },
      ],
    },
  ]);
});

test('every rule has a key and a section of its own', () => {
  const keys = frameRules.map(({ key }) => key);

  expect(new Set(keys).size).toBe(keys.length);
  for (const { source } of frameRules) expect(source).toMatch(/^RFC \d+ §\d/);
});
