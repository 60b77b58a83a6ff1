import { isBroadcastMac, isGroupMac, macText } from '../../addresses/mac.ts';
import { ipv4Text } from '../../addresses/numbers.ts';
import { type Declared, mayBeBroadcast } from '../declared.ts';
import { type Frame, kinds } from '../frame.ts';
import { destinationMac, type FrameRule, field, judgement } from './rule.ts';

/**
 * A group does not go to one station, and what goes to a group's MAC, or to all stations, is not addressed to one host.
 * In a broadcast frame an address that could be the broadcast of an undeclared prefix is not judged.
 */
export const noUnicastMacForGroup: FrameRule = {
  key: 'no-unicast-mac-for-group',
  source: 'RFC 1112 §6.4, RFC 1122 §3.3.6',
  kinds: kinds.group | kinds.unicast,
  dependsOn: 'header',
  judge: (frame, declared) => {
    if ((frame.kinds & kinds.macs) === 0) return judgement.noMacs;
    const toGroup = isGroupMac(frame.destinationMacHigh);
    if ((frame.kinds & kinds.group) !== 0) return toGroup ? judgement.held : judgement.broken;
    return toGroup ? judgeUnicast(frame, declared) : judgement.held;
  },
  offence: (frame) => {
    const mac = macText(frame.destinationMacHigh, frame.destinationMacLow);
    const address = ipv4Text(frame.destination);
    return {
      text:
        (frame.kinds & kinds.group) !== 0
          ? `expected the MAC of a group for group ${address}, found the unicast MAC ${mac}`
          : `expected a unicast MAC for unicast address ${address}, found the group MAC ${mac}`,
      octets: [destinationMac(frame), field(frame, frame.network + 16, 4, 'destination address')],
    };
  },
};

function judgeUnicast(frame: Frame, declared: Declared): number {
  return isBroadcastMac(frame.destinationMacHigh, frame.destinationMacLow) &&
    mayBeBroadcast(frame.destination, declared)
    ? judgement.unknownPrefix
    : judgement.broken;
}
