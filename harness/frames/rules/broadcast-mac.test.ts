import { describe, expect, test } from 'vitest';
import * as scenes from '../crafting/scenes.ts';
import { declaring } from '../reading.test.helper.ts';
import { judge } from './judging.test.helper.ts';

const { pc } = scenes;

/** What the crafted captures do not show: where a rule does not look, and what lies next to what it refuses. */

describe('broadcast-mac', () => {
  test('an address that ends in .255 is judged only if its prefix is declared', () => {
    const frame = scenes.toAll({ link: { destination: pc.mac } }, '10.0.0.255');

    expect(judge(frame, declaring()).checked('broadcast-mac')).toBe(0);
    expect(judge(frame, declaring('10.0.0.0/16')).checked('broadcast-mac')).toBe(0);
    expect(judge(frame, declaring('10.0.0.0/24')).broken).toEqual(['broadcast-mac']);
  });

  test('the broadcast address of a prefix that does not end in .255', () => {
    const frame = scenes.toAll({ link: { destination: pc.mac } }, '200.201.145.191');

    expect(judge(frame, declaring('200.201.145.128/26')).broken).toEqual(['broadcast-mac']);
  });
});
