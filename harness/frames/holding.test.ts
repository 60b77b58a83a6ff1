import { beforeAll, expect, test } from 'vitest';
import { pcap, pcapngSection } from './crafting/captures.ts';
import { craftedFixtures } from './crafting/fixtures.ts';
import { mutations } from './crafting/mutations.ts';
import { declaring, judgeAll, octetsOf, readAll } from './reading.test.helper.ts';

const declared = declaring('10.0.0.0/24');

/** Every Ethernet frame of the crafted captures. */
function craftedFrames(): readonly Buffer[] {
  const frames: Buffer[] = [];
  for (const { octets } of craftedFixtures()) {
    readAll(octets, (frame) => {
      if (frame.linkType === 1) frames.push(octetsOf(frame));
    });
  }
  return frames;
}

interface Tally {
  readonly checked: number;
  readonly broken: number;
  readonly notJudged: number;
}

interface How {
  readonly capture?: Buffer;
  readonly listed?: number;
  readonly conversations?: boolean;
  readonly isSkimmed?: boolean;
}

const crafted = craftedFrames();
/** Some of them changed at random. */
const changed = [...mutations(crafted, 2000, 7)].map(({ octets }) => Buffer.from(octets));

/** Each of them twice, and in other company. */
const TIMES = 2;
const frames = [...crafted, ...changed, ...crafted, ...changed.toReversed()].map((octets) => ({ octets }));

/** What the rules say of all of these, each in a capture of its own. */
const alone = new Map<string, Tally>();

beforeAll(() => {
  for (const octets of [...crafted, ...changed]) {
    for (const { rule, checked, broken, notJudged } of judgeAll(pcap([{ octets }]), declared).rules) {
      const sum = alone.get(rule) ?? { checked: 0, broken: 0, notJudged: 0 };
      alone.set(rule, {
        checked: sum.checked + TIMES * checked,
        broken: sum.broken + TIMES * broken,
        notJudged: sum.notJudged + TIMES * notJudged.reduce((total, one) => total + one.frames, 0),
      });
    }
  }
});

test.each<[string, How]>([
  ['its connections followed', { conversations: true }],
  ['by the rules alone', {}],
  ['big-endian', { capture: pcap(frames, { little: false }) }],
  ['in pcapng', { capture: pcapngSection(frames) }],
  ['by a reader that has its own memory', { isSkimmed: false }],
  ['two of each rule listed', { listed: 2 }],
  ['none listed', { listed: 0 }],
])('a frame is judged in company as it is judged alone: %s', (_, how) => {
  const { capture = pcap(frames), listed = 1e6, conversations = false, isSkimmed = true } = how;

  const facts = judgeAll(capture, declared, listed, conversations, isSkimmed);

  expect(facts.frames).toBe(frames.length);
  for (const { rule, checked, broken, notJudged } of facts.rules) {
    const unjudged = notJudged.reduce((total, one) => total + one.frames, 0);
    expect({ rule, checked, broken, notJudged: unjudged }).toEqual({ rule, ...alone.get(rule) });
    expect(broken).toBeGreaterThan(2);
    expect(facts.offences.filter((offence) => offence.rule === rule)).toHaveLength(Math.min(broken, listed));
  }
});

test('what was said so far may be asked at any time', () => {
  const some = frames.slice(0, 200);

  expect(judgeAll(pcap([...some, ...some])).rules.map(({ checked }) => checked)).toEqual(
    judgeAll(pcap(some)).rules.map(({ checked }) => 2 * checked),
  );
});

test('an offending frame is told with its own number, whatever was passed over before', () => {
  const numbers = (isSkimmed: boolean): readonly number[] =>
    judgeAll(pcap(frames), declared, 1e6, false, isSkimmed).offences.map(({ number }) => number);

  expect(numbers(true)).toEqual(numbers(false));
});
