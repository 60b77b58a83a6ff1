import { GROUP_HIGH, groupMacLow, macText } from '../../addresses/mac.ts';
import { ipv4Text } from '../../addresses/numbers.ts';
import { kinds } from '../frame.ts';
import { destinationMac, type FrameRule, field, judgement } from './rule.ts';

/** The MAC of a group: 01:00:5E and the group's low 23 bits. 32 groups share one: a match is no proof of the group. */
export const multicastMac: FrameRule = {
  key: 'multicast-mac',
  source: 'RFC 1112 §6.4',
  kinds: kinds.group,
  dependsOn: 'header',
  judge: (frame) => {
    if ((frame.kinds & kinds.macs) === 0) return judgement.noMacs;
    return frame.destinationMacHigh === GROUP_HIGH && frame.destinationMacLow === groupMacLow(frame.destination)
      ? judgement.held
      : judgement.broken;
  },
  offence: (frame) => {
    const expected = macText(GROUP_HIGH, groupMacLow(frame.destination));
    const found = macText(frame.destinationMacHigh, frame.destinationMacLow);
    return {
      text: `expected ${expected} for group ${ipv4Text(frame.destination)}, found ${found}`,
      octets: [destinationMac(frame), field(frame, frame.network + 16, 4, 'destination address')],
    };
  },
};
