import { describe, expect, test } from 'vitest';
import { igmp, igmpV3Report } from '../crafting/octets.ts';
import * as scenes from '../crafting/scenes.ts';
import { recordTypes } from '../igmp.ts';
import { judge } from './judging.test.helper.ts';

const { GROUP } = scenes;

/** What the crafted captures do not show: where a rule does not look, and what lies next to what it refuses. */

describe('igmp', () => {
  const v3 = (...types: readonly number[]): Uint8Array =>
    scenes.membership('224.0.0.22', igmpV3Report(types.map((type) => ({ type, group: GROUP }))));
  const source = ['10.0.0.9'];

  test.each<readonly [string, Uint8Array, readonly [number, number]]>([
    ['a version 1 report joins', scenes.joinV1(), [1, 0]],
    ['a version 2 report joins', scenes.joinV2(), [1, 0]],
    ['a version 2 leave leaves', scenes.leaveV2(), [0, 1]],
    ['to exclude nothing is to join', v3(recordTypes.toExclude), [1, 0]],
    ['to go on excluding nothing is to be a member', v3(recordTypes.isExclude), [1, 0]],
    ['to include nothing is to leave', v3(recordTypes.toInclude), [0, 1]],
    [
      'to include a source is to join',
      scenes.membership('224.0.0.22', igmpV3Report([{ type: recordTypes.toInclude, group: GROUP, sources: source }])),
      [1, 0],
    ],
    [
      'to block a source is to leave it',
      scenes.membership('224.0.0.22', igmpV3Report([{ type: recordTypes.blockOld, group: GROUP, sources: source }])),
      [0, 1],
    ],
    ['one report may join and leave', v3(recordTypes.toExclude, recordTypes.toInclude), [1, 1]],
    ['a query is neither', scenes.membership('224.0.0.1', igmp(0x11, '0.0.0.0')), [0, 0]],
  ])('%s', (_, frame, counts) => {
    const { broken, checked } = judge(frame);

    expect(broken).toEqual([]);
    expect([checked('igmp-join'), checked('igmp-leave')]).toEqual(counts);
  });

  test.each<readonly [string, Uint8Array, RegExp]>([
    [
      'records that are not there',
      scenes.membership('224.0.0.22', igmpV3Report([{ type: recordTypes.toExclude, group: GROUP }], 2)),
      /expected group records of known types within the message/,
    ],
    ['a record of an unknown type', v3(recordTypes.toExclude, 9), /expected group records of known types/],
    [
      'a group that is none',
      scenes.membership('224.0.0.22', igmpV3Report([{ type: recordTypes.toExclude, group: '10.0.0.1' }])),
      /expected a multicast address as group/,
    ],
    [
      'another destination',
      scenes.membership('224.0.0.2', igmpV3Report([{ type: recordTypes.toExclude, group: GROUP }])),
      /expected destination 224.0.0.22, found 224.0.0.2/,
    ],
    [
      'several at once',
      scenes.joinV2({ network: { ttl: 2, options: [] } }),
      /expected TTL 1, found 2; expected the IP option Router Alert, found none/,
    ],
  ])('a report with %s is wrong', (_, frame, text) => {
    const { offences, broken } = judge(frame);

    expect(broken).toEqual(['igmp-join']);
    expect(offences[0]?.text).toMatch(text);
  });

  test('a report without records, or with records that change nothing, is neither', () => {
    for (const message of [igmpV3Report([]), igmpV3Report([{ type: recordTypes.allowNew, group: GROUP }])]) {
      const { checked } = judge(scenes.membership('224.0.0.22', message, { network: { options: [] } }));
      expect([checked('igmp-join'), checked('igmp-leave')]).toEqual([0, 0]);
    }
  });

  test('Router Alert with another value is told with it', () => {
    const { offences } = judge(scenes.joinV2({ network: { options: [148, 4, 0, 1] } }));

    expect(offences[0]?.text).toBe('IGMPv2 report: the IP option Router Alert: expected value 0, found 1');
  });

  test('Router Alert is found behind other options, and only with value 0', () => {
    const withOptions = (options: readonly number[]) => judge(scenes.joinV2({ network: { options } })).broken;

    expect(withOptions([1, 1, 148, 4, 0, 0, 0, 0])).toEqual([]);
    expect(withOptions([7, 3, 4, 148, 4, 0, 0, 0])).toEqual([]);
    expect(withOptions([148, 4, 0, 1])).toEqual(['igmp-join']);
    expect(withOptions([0, 0, 0, 0, 148, 4, 0, 0])).toEqual(['igmp-join']);
    expect(withOptions([7, 0, 0, 0])).toEqual(['igmp-join']);
    expect(withOptions([1, 1, 1, 148])).toEqual(['igmp-join']);
  });
});
