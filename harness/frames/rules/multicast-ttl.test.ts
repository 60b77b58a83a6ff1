import { describe, expect, test } from 'vitest';
import * as scenes from '../crafting/scenes.ts';
import type { Declared } from '../declared.ts';
import { judge } from './judging.test.helper.ts';

/** What the crafted captures do not show: where a rule does not look, and what lies next to what it refuses. */

describe('multicast-ttl', () => {
  const declared = (ttl: number): Declared => ({ groups: [{ address: 0xe0ca141e | 0, ttl }], nets: [] });

  test('other TTLs may be declared, other groups are not judged', () => {
    expect(judge(scenes.toGroup({ network: { ttl: 5 } }), declared(5)).broken).toEqual([]);
    expect(judge(scenes.toGroup(), declared(5)).broken).toEqual(['multicast-ttl']);
    expect(judge(scenes.toGroup({ network: { ttl: 255 } }, '224.0.0.251')).checked('multicast-ttl')).toBe(0);
  });
});
