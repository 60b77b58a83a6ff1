import { says } from '../igmp.ts';
import { membershipRule } from './igmp-membership.ts';

/** Leaves of version 2, and reports of version 3 that leave a group or sources of it. */
export const igmpLeave = membershipRule('igmp-leave', 'RFC 2236 §2 and §9, RFC 3376 §4 and §4.2.14', says.leave);
