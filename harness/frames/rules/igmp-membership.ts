import { ipv4Text } from '../../addresses/numbers.ts';
import { type Frame, kinds } from '../frame.ts';
import { igmpTypes, rightDestination, routerAlertIn, saidBy, typeOf, wrong, wrongIn } from '../igmp.ts';
import { ipv4HeaderOctets } from '../ipv4-options.ts';
import { type FrameRule, field, judgement, type OctetRange, type Offence, whyMissing } from './rule.ts';

/** The rule for messages that say `what`, a number of `says`. */
export function membershipRule(key: string, source: string, what: number): FrameRule {
  return {
    key,
    source,
    kinds: kinds.igmp,
    dependsOn: 'contents',
    judge: (frame) => {
      if ((saidBy(frame) & what) === 0) return judgement.notApplicable;
      if (frame.networkEnd > frame.end) return whyMissing(frame);
      return wrongIn(frame) === 0 ? judgement.held : judgement.broken;
    },
    offence,
  };
}

function offence(frame: Frame): Offence {
  const found = wrongIn(frame);
  const faults = explanations.filter(([bit]) => (found & bit) !== 0);
  return {
    text: `${names.get(typeOf(frame)) ?? 'message'}: ${faults.map(([, say]) => say(frame)).join('; ')}`,
    octets: faults.map(([, , where]) => where(frame)),
  };
}

const names: ReadonlyMap<number, string> = new Map([
  [igmpTypes.reportV1, 'IGMPv1 report'],
  [igmpTypes.reportV2, 'IGMPv2 report'],
  [igmpTypes.leaveV2, 'IGMPv2 leave'],
  [igmpTypes.reportV3, 'IGMPv3 report'],
]);

type Explanation = readonly [bit: number, say: (frame: Frame) => string, where: (frame: Frame) => OctetRange];

const explanations: readonly Explanation[] = [
  [
    wrong.destination,
    (frame) => `expected destination ${ipv4Text(rightDestination(frame))}, found ${ipv4Text(frame.destination)}`,
    (frame) => field(frame, frame.network + 16, 4, 'destination address'),
  ],
  [wrong.ttl, (frame) => `expected TTL 1, found ${frame.ttl}`, (frame) => field(frame, frame.network + 8, 1, 'TTL')],
  [
    wrong.checksum,
    (frame) =>
      `expected a right IGMP checksum, found 0x${frame.view
        .getUint16(frame.transport + 2)
        .toString(16)
        .padStart(4, '0')}`,
    (frame) => field(frame, frame.transport + 2, 2, 'IGMP checksum'),
  ],
  [
    wrong.routerAlert,
    (frame) => {
      const found = routerAlertIn(frame);
      return found === undefined
        ? 'expected the IP option Router Alert, found none'
        : `the IP option Router Alert: expected value 0, found ${found}`;
    },
    (frame) => field(frame, frame.network, ipv4HeaderOctets(frame), 'IPv4 header'),
  ],
  [
    wrong.records,
    () => 'expected group records of known types within the message, found others',
    (frame) => field(frame, frame.transport + 6, 2, 'number of group records'),
  ],
  [
    wrong.group,
    () => 'expected a multicast address as group, found another',
    (frame) => field(frame, frame.transport, frame.networkEnd - frame.transport, 'IGMP message'),
  ],
];
