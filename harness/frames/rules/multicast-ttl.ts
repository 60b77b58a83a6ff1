import { ipv4Text } from '../../addresses/numbers.ts';
import { groupOf } from '../declared.ts';
import { kinds, protocols } from '../frame.ts';
import { type FrameRule, field, judgement } from './rule.ts';

/** The TTL of datagrams to a declared group; IGMP has a rule of its own, other programs' groups are not judged. */
export const multicastTtl: FrameRule = {
  key: 'multicast-ttl',
  source: 'RFC 1112 §6.1',
  kinds: kinds.group,
  dependsOn: 'header',
  judge: (frame, declared) => {
    if (frame.protocol === protocols.igmp) return judgement.notApplicable;
    const group = groupOf(frame.destination, declared);
    if (group === undefined) return judgement.notApplicable;
    return frame.ttl === group.ttl ? judgement.held : judgement.broken;
  },
  offence: (frame, declared) => ({
    text: `expected TTL ${groupOf(frame.destination, declared)?.ttl} for group ${ipv4Text(frame.destination)}, found ${frame.ttl}`,
    octets: [field(frame, frame.network + 8, 1, 'TTL')],
  }),
};
