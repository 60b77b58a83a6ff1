import { describe, expect, test } from 'vitest';
import * as scenes from '../crafting/scenes.ts';
import { judge } from './judging.test.helper.ts';

const { GROUP } = scenes;

/** What the crafted captures do not show: where a rule does not look, and what lies next to what it refuses. */

describe('not-fragmented', () => {
  test.each([
    ['mDNS', '224.0.0.251', 0],
    ['the declared group', GROUP, 1],
  ])('fragments to %s (%s)', (_, group, broken) => {
    expect(judge(scenes.toGroup({ network: { fragment: 0x2000 } }, group)).broken).toHaveLength(broken);
  });

  test('that a datagram must not be fragmented is no fragment', () => {
    expect(judge(scenes.toGroup({ network: { fragment: 0x4000 } })).broken).toEqual([]);
  });
});
