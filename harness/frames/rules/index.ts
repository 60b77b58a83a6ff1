import { arpForUnicastOnly } from './arp-for-unicast-only.ts';
import { broadcastMac } from './broadcast-mac.ts';
import { checksums } from './checksums.ts';
import { igmpJoin } from './igmp-join.ts';
import { igmpLeave } from './igmp-leave.ts';
import { multicastMac } from './multicast-mac.ts';
import { multicastTtl } from './multicast-ttl.ts';
import { noUnicastMacForGroup } from './no-unicast-mac-for-group.ts';
import { notFragmented } from './not-fragmented.ts';
import type { FrameRule } from './rule.ts';
import { sourceIsUnicast } from './source-is-unicast.ts';

/** Every rule, in the order of suites/README.md, "frames". */
export const frameRules: readonly FrameRule[] = [
  multicastMac,
  broadcastMac,
  noUnicastMacForGroup,
  sourceIsUnicast,
  multicastTtl,
  igmpJoin,
  igmpLeave,
  arpForUnicastOnly,
  checksums,
  notFragmented,
];
