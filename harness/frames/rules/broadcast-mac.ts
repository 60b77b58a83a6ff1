import { isBroadcastMac, macText } from '../../addresses/mac.ts';
import { ipv4Text } from '../../addresses/numbers.ts';
import { kinds } from '../frame.ts';
import { destinationMac, type FrameRule, field, judgement } from './rule.ts';

/** A broadcast goes to every station: 255.255.255.255, and the directed broadcasts of the declared prefixes. */
export const broadcastMac: FrameRule = {
  key: 'broadcast-mac',
  source: 'RFC 922 §7, RFC 894',
  kinds: kinds.broadcast,
  dependsOn: 'header',
  judge: (frame) => {
    if ((frame.kinds & kinds.macs) === 0) return judgement.noMacs;
    return isBroadcastMac(frame.destinationMacHigh, frame.destinationMacLow) ? judgement.held : judgement.broken;
  },
  offence: (frame) => {
    const found = macText(frame.destinationMacHigh, frame.destinationMacLow);
    return {
      text: `expected ff:ff:ff:ff:ff:ff for broadcast ${ipv4Text(frame.destination)}, found ${found}`,
      octets: [destinationMac(frame), field(frame, frame.network + 16, 4, 'destination address')],
    };
  },
};
