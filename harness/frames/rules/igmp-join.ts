import { says } from '../igmp.ts';
import { membershipRule } from './igmp-membership.ts';

/** Reports of versions 1, 2 and 3 that join a group, or answer that this host is a member. */
export const igmpJoin = membershipRule('igmp-join', 'RFC 1112 appendix I, RFC 2236 §3, RFC 3376 §4.2', says.join);
