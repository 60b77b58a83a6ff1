import { describe, expect, test } from 'vitest';
import type { FrameOffence, Inspection, RuleTally } from '../../contracts/inspection.ts';
import type { Level, Requirement } from '../../contracts/requirement.ts';
import { LISTED, ruleFacts } from './frame-facts.ts';

const rule = 'frames/multicast-ttl';

const requirement = (level: Level): Requirement => ({
  ...{ id: rule, level, source: 'RFC 1112 §6.1', text: 'A datagram has TTL 1.', seen: ['frames'] },
  ...{ provoked: 'Nothing is.', failure: 'The sender is wrong.', mend: 'Mend it.' },
});

interface Shown extends Partial<Omit<RuleTally, 'rule' | 'checked'>> {
  readonly damage?: Inspection['damage'];
}

/** What a capture shows of the rule, and that another rule is broken in it, which must not matter. */
function capture(file: string, { held = 0, broken = 0, notJudged = [], damage }: Shown = {}): Inspection {
  return {
    ...{ file, format: 'pcap', frames: 100, damage, ipv6Groups: { frames: 0, mapped: 0 } },
    ...{ notUnderstood: [], tunnels: [], conversations: undefined },
    rules: [
      {
        rule: 'frames/checksums',
        checked: 7,
        held: 0,
        broken: 7,
        notJudged: [{ reason: 'not captured whole', frames: 9 }],
      },
      { rule, checked: held + broken, held, broken, notJudged },
    ],
    offences: [
      offence('frames/checksums', 1),
      ...Array.from({ length: Math.min(broken, LISTED) }, (_, index) => offence(rule, index + 3)),
    ],
  };
}

function offence(of: string, number: number): FrameOffence {
  return {
    ...{ rule: of, number, time: undefined, seconds: number / 10, text: 'expected TTL 1, found TTL 5' },
    ...{ decode: `frame ${number}, in a line`, octets: [{ from: 22, what: 'TTL', hex: '05' }] },
  };
}

const noMacs = { reason: 'no MACs on this link', frames: 2 };
const damage = { offset: 176, text: 'expected a frame of 60 octets, found 8' };

const verdictOf = (...captures: readonly Inspection[]): string => {
  const { verdict, reason } = ruleFacts(requirement('MUST'), captures);
  return `${verdict} ${reason}`.trim();
};

test('a rule that held passes, and notes how much it rests on', () => {
  const captures = [
    capture('a.pcap', { held: 2 }),
    capture('b.pcap', { held: 1, notJudged: [noMacs] }),
    capture('c.pcap'),
  ];

  expect(ruleFacts(requirement('MUST'), captures)).toEqual({
    verdict: 'pass',
    reason: '',
    notes: ['3 frames in 2 of 3 captures checked', 'not judged: 2 frames: no MACs on this link'],
    evidence: [],
  });
});

describe('a rule that is broken', () => {
  const captures = [capture('a.pcap', { held: 2 }), capture('b.pcap', { held: 1, broken: 2 })];

  test.each([
    ['MUST', 'fail'],
    ['SHOULD', 'warning'],
  ] as const)('of level %s is a %s', (level, verdict) => {
    expect(ruleFacts(requirement(level), captures).verdict).toBe(verdict);
  });

  test('tells of the first frame, whichever capture it is in, and of each as evidence', () => {
    const { reason, expected, seen, evidence } = ruleFacts(requirement('MUST'), captures);

    expect(seen).toBe(
      '2 of 5 frames break it, the first: expected TTL 1, found TTL 5 (frame 3 of b.pcap: frame 3, in a line)',
    );
    expect(reason).toBe(`expected ${expected}; saw ${seen}`);
    expect(evidence).toEqual(
      [3, 4].map((number) => ({
        ...{ t: number * 100, who: 'iut', what: 'frame' },
        text: `expected TTL 1, found TTL 5 (frame ${number} of b.pcap: frame ${number}, in a line); TTL at octet 22: 05`,
      })),
    );
  });

  test('is listed so often, and counted whole', () => {
    const { seen, evidence } = ruleFacts(requirement('MUST'), [
      capture('a.pcap', { broken: LISTED + 5 }),
      capture('b.pcap', { broken: 5 }),
    ]);

    expect(evidence).toHaveLength(LISTED);
    expect(seen).toContain(`${LISTED + 10} of ${LISTED + 10} frames break it`);
  });

  test('is broken in a damaged capture, too', () => {
    expect(verdictOf(capture('a.pcap', { held: 1, broken: 1, damage }))).toMatch(/^fail /);
    expect(verdictOf(capture('a.pcap', { held: 1, damage }), capture('b.pcap', { broken: 1 }))).toMatch(/^fail /);
  });
});

test.each([
  ['held before it', { held: 1, damage }],
  ['could not be judged before it', { notJudged: [noMacs], damage }],
  ['met no frame before it', { damage }],
])('damage leaves a rule open that %s', (_, shown) => {
  expect(verdictOf(capture('whole.pcap', { held: 3 }), capture('a.pcap', shown))).toBe(
    'inconclusive a.pcap is damaged at octet 176: expected a frame of 60 octets, found 8; what is before breaks nothing',
  );
});

test('frames that could not be judged make it not applicable, their reasons added up', () => {
  const cut = { reason: 'not captured whole', frames: 1 };

  expect(verdictOf(capture('a.pcap', { notJudged: [noMacs] }), capture('b.pcap', { notJudged: [noMacs, cut] }))).toBe(
    'not-applicable 4 frames: no MACs on this link; 1 frame: not captured whole',
  );
});

test('without any frame nothing is concluded, and the captures are named as far as there is room', () => {
  expect(verdictOf(capture('a.pcap'))).toBe('inconclusive no frame that it is about is in a.pcap');
  expect(verdictOf(...['a', 'b', 'c', 'd', 'e'].map((name) => capture(name)))).toBe(
    'inconclusive no frame that it is about is in a, b, c, 2 more',
  );
});
