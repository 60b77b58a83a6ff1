import { describe, expect, test } from 'vitest';
import { groupMac } from '../crafting/octets.ts';
import * as scenes from '../crafting/scenes.ts';
import { declaring } from '../reading.test.helper.ts';
import { judge } from './judging.test.helper.ts';

const { GROUP } = scenes;

/** What the crafted captures do not show: where a rule does not look, and what lies next to what it refuses. */

describe('no-unicast-mac-for-group', () => {
  test.each([
    ['10.0.3.255', [], 'a prefix that was not declared could have it'],
    ['10.0.3.131', [], 'so could this one: /30'],
  ])('%s sent to all stations is not judged: %s %s', (destination) => {
    const { broken, notJudged } = judge(scenes.toAll({}, destination), declaring());

    expect(broken).toEqual([]);
    expect(notJudged('no-unicast-mac-for-group')).toEqual(['could be the broadcast of a prefix that was not declared']);
  });

  test.each([
    ['10.0.3.130', declaring()],
    ['10.0.0.127', declaring('10.0.0.0/24')],
  ])('%s sent to all stations is no broadcast of any prefix', (destination, declared) => {
    expect(judge(scenes.toAll({}, destination), declared).broken).toEqual(['no-unicast-mac-for-group']);
  });

  test('the broadcast of an undeclared prefix does not go to a group', () => {
    const frame = scenes.toAll({ link: { destination: groupMac(GROUP) } }, '10.0.3.255');

    expect(judge(frame, declaring()).broken).toEqual(['no-unicast-mac-for-group']);
  });
});
