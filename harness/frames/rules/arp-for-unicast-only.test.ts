import { describe, expect, test } from 'vitest';
import * as scenes from '../crafting/scenes.ts';
import { judge } from './judging.test.helper.ts';

const { GROUP } = scenes;

/** What the crafted captures do not show: where a rule does not look, and what lies next to what it refuses. */

describe('arp-for-unicast-only', () => {
  test('answers are not judged', () => {
    expect(judge(scenes.answer()).checked('arp-for-unicast-only')).toBe(0);
  });

  test('without MACs the address that is asked for is still judged', () => {
    const question = scenes.question(GROUP).subarray(14);
    const cooked = Uint8Array.from([0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 6, ...question]);

    expect(judge(cooked, undefined, 113).broken).toEqual(['arp-for-unicast-only']);
  });
});
