import { describe, expect, test } from 'vitest';
import * as scenes from '../crafting/scenes.ts';
import { judge } from './judging.test.helper.ts';

const { GROUP } = scenes;

/** What the crafted captures do not show: where a rule does not look, and what lies next to what it refuses. */

describe('multicast-mac', () => {
  test.each(['224.202.20.30', '225.74.20.30', '239.202.20.30'])('%s shares its MAC with 31 other groups', (group) => {
    expect(judge(scenes.toGroup({ link: { destination: '01:00:5e:4a:14:1e' } }, group)).broken).toEqual([]);
  });

  test.each([
    ['raw IP', 101, scenes.barePacket(GROUP, 1)],
    ['a loopback interface', 1, scenes.toGroup({ link: { destination: scenes.NOBODY, source: scenes.NOBODY } })],
  ])('on %s there are no MACs to be judged', (_, linkType, frame) => {
    const { broken, checked, notJudged } = judge(frame, undefined, linkType);

    expect(broken).toEqual([]);
    expect(checked('multicast-mac')).toBe(0);
    expect(notJudged('multicast-mac')).toEqual(['no MACs on this link']);
    expect(checked('checksums')).toBe(1);
  });

  test('behind VLAN tags and in an LLC header a group is a group', () => {
    const wrong = { destination: '01:00:5e:00:00:01' };
    const tags = [
      { type: 0x88a8, vlan: 1 },
      { type: 0x8100, vlan: 2 },
    ];
    const plain = scenes.toGroup({ link: wrong });
    const behindLlc = Uint8Array.from([...plain.subarray(0, 12), 0, 53, 0xaa, 0xaa, 3, 0, 0, 0, ...plain.subarray(12)]);

    expect(judge(scenes.toGroup({ link: { ...wrong, tags } })).broken).toEqual(['multicast-mac']);
    expect(judge(behindLlc).broken).toEqual(['multicast-mac']);
  });
});
