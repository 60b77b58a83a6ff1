import { says } from '../igmp.ts';
import { membershipRule } from './igmp-membership.ts';

/** Reports of versions 1, 2 and 3 that join a group, or answer that this host is a member. */
export const igmpJoin = membershipRule(
  'igmp-join',
  'RFC 2236 §2 and §9, RFC 3376 §4 and §4.2.14, RFC 1112 appendix I',
  says.join,
);
