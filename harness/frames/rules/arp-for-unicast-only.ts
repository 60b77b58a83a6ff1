import { isBroadcastMac, isGroupMac, macText } from '../../addresses/mac.ts';
import { ipv4Text, isGroupNumber } from '../../addresses/numbers.ts';
import { type Declared, isBroadcast } from '../declared.ts';
import { type Frame, kinds } from '../frame.ts';
import { destinationMac, type FrameRule, field, judgement } from './rule.ts';

const REQUEST = 1;

/** Groups and broadcasts have known MACs: nobody asks for them. The question goes to all stations, or to one as a refresh. */
export const arpForUnicastOnly: FrameRule = {
  key: 'arp-for-unicast-only',
  source: 'RFC 1122 §2.3.2.1, RFC 826',
  kinds: kinds.arp,
  dependsOn: 'contents',
  judge: (frame, declared) => {
    if (frame.view.getUint16(frame.network + 6) !== REQUEST) return judgement.notApplicable;
    return asksForGroup(frame, declared) || asksGroup(frame) ? judgement.broken : judgement.held;
  },
  offence: (frame, declared) => {
    const target = field(frame, frame.network + 24, 4, 'target address');
    if (asksForGroup(frame, declared)) {
      const found = ipv4Text(targetOf(frame));
      return { text: `expected a request for a unicast address, found one for ${found}`, octets: [target] };
    }
    const found = macText(frame.destinationMacHigh, frame.destinationMacLow);
    return {
      text: `expected a request to ff:ff:ff:ff:ff:ff or to a unicast MAC, found one to the group MAC ${found}`,
      octets: [destinationMac(frame)],
    };
  },
};

function asksForGroup(frame: Frame, declared: Declared): boolean {
  const target = targetOf(frame);
  return isGroupNumber(target) || isBroadcast(target, declared);
}

function asksGroup(frame: Frame): boolean {
  return (
    (frame.kinds & kinds.macs) !== 0 &&
    isGroupMac(frame.destinationMacHigh) &&
    !isBroadcastMac(frame.destinationMacHigh, frame.destinationMacLow)
  );
}

function targetOf({ view, network }: Frame): number {
  return view.getInt32(network + 24);
}
