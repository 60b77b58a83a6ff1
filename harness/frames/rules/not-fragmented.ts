import { groupOf } from '../declared.ts';
import { kinds, protocols } from '../frame.ts';
import { type FrameRule, field, judgement } from './rule.ts';

/**
 * The datagrams of these protocols fit into a frame: TCP and IGMP always, UDP to a declared group or a broadcast
 * address. Other programs' datagrams may be of any size.
 */
export const notFragmented: FrameRule = {
  key: 'not-fragmented',
  source: 'RFC 791 §3.2, RFC 9293 §3.7.1',
  kinds: kinds.ipv4,
  dependsOn: 'header',
  judge: (frame, declared) => {
    const { protocol } = frame;
    const isJudged =
      protocol === protocols.tcp ||
      protocol === protocols.igmp ||
      (protocol === protocols.udp &&
        ((frame.kinds & kinds.broadcast) !== 0 ||
          ((frame.kinds & kinds.group) !== 0 && groupOf(frame.destination, declared) !== undefined)));
    if (!isJudged) return judgement.notApplicable;
    return frame.fragment === 0 ? judgement.held : judgement.broken;
  },
  offence: (frame) => {
    const more = (frame.fragment & 0x2000) !== 0 ? ', more to come' : '';
    return {
      text: `expected a whole datagram, found a fragment at octet ${(frame.fragment & 0x1fff) * 8}${more}`,
      octets: [field(frame, frame.network + 6, 2, 'flags and fragment offset')],
    };
  },
};
