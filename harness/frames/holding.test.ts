import { expect, test } from 'vitest';
import { pcap } from './crafting/captures.ts';
import { craftedFixtures } from './crafting/fixtures.ts';
import { mutations } from './crafting/mutations.ts';
import { declaring, judgeAll, octetsOf, readAll } from './reading.test.helper.ts';

/** Every Ethernet frame of the crafted captures, some of them changed at random, each twice and in other company. */
function manyFrames(): readonly Buffer[] {
  const frames: Buffer[] = [];
  for (const { octets } of craftedFixtures()) {
    readAll(octets, (frame) => {
      if (frame.linkType === 1) frames.push(octetsOf(frame));
    });
  }
  const changed = [...mutations(frames, 2000, 7)].map(({ octets }) => Buffer.from(octets));
  return [...frames, ...changed, ...frames, ...changed.toReversed()];
}

test.each([
  ['with its connections followed', true],
  ['by the rules alone', false],
])('a frame is judged in company as it is judged alone: %s', (_, conversations) => {
  const frames = manyFrames();
  const declared = declaring('10.0.0.0/24');
  const alone = new Map<string, { checked: number; broken: number; notJudged: number }>();
  for (const octets of frames) {
    for (const { rule, checked, broken, notJudged } of judgeAll(pcap([{ octets }]), declared).rules) {
      const sum = alone.get(rule) ?? { checked: 0, broken: 0, notJudged: 0 };
      sum.checked += checked;
      sum.broken += broken;
      sum.notJudged += notJudged.reduce((total, one) => total + one.frames, 0);
      alone.set(rule, sum);
    }
  }

  const { rules, offences } = judgeAll(pcap(frames.map((octets) => ({ octets }))), declared, 1e6, conversations);

  for (const { rule, checked, broken, notJudged } of rules) {
    const unjudged = notJudged.reduce((total, one) => total + one.frames, 0);
    expect({ rule, checked, broken, notJudged: unjudged }).toEqual({ rule, ...alone.get(rule) });
    expect(offences.filter((offence) => offence.rule === rule)).toHaveLength(broken);
    expect(broken).toBeGreaterThan(0);
  }
});

test('what was said so far may be asked at any time', () => {
  const frames = manyFrames().slice(0, 200);
  const asked = judgeAll(pcap(frames.map((octets) => ({ octets }))));

  expect(
    judgeAll(pcap([...frames, ...frames].map((octets) => ({ octets })))).rules.map(({ checked }) => checked),
  ).toEqual(asked.rules.map(({ checked }) => 2 * checked));
});
