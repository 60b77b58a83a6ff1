import { isGroupMac, macText } from '../../addresses/mac.ts';
import { ipv4Text, isGroupNumber } from '../../addresses/numbers.ts';
import { type Declared, isBroadcast } from '../declared.ts';
import { type Frame, kinds } from '../frame.ts';
import { type FrameRule, field, judgement, sourceMac } from './rule.ts';

/** Whoever sends is one host with one address. On a link without MACs the IPv4 address alone is judged. */
export const sourceIsUnicast: FrameRule = {
  key: 'source-is-unicast',
  source: 'RFC 1122 §3.2.1.3',
  kinds: kinds.macs | kinds.ipv4,
  dependsOn: 'header',
  judge: (frame, declared) =>
    hasGroupMac(frame) || hasGroupAddress(frame, declared) ? judgement.broken : judgement.held,
  offence: (frame, declared) => {
    const found = [
      ...(hasGroupMac(frame)
        ? [{ words: `MAC ${macText(frame.sourceMacHigh, frame.sourceMacLow)}`, octets: sourceMac(frame) }]
        : []),
      ...(hasGroupAddress(frame, declared)
        ? [{ words: ipv4Text(frame.source), octets: field(frame, frame.network + 12, 4, 'source address') }]
        : []),
    ];
    return {
      text: `expected a unicast source, found ${found.map(({ words }) => words).join(' and ')}`,
      octets: found.map(({ octets }) => octets),
    };
  },
};

function hasGroupMac(frame: Frame): boolean {
  return (frame.kinds & kinds.macs) !== 0 && isGroupMac(frame.sourceMacHigh);
}

function hasGroupAddress(frame: Frame, declared: Declared): boolean {
  return (frame.kinds & kinds.ipv4) !== 0 && (isGroupNumber(frame.source) || isBroadcast(frame.source, declared));
}
