import { isGroupNumber } from '../addresses/numbers.ts';
import { halvesSum, isRightSum } from './checksum.ts';
import type { Frame } from './frame.ts';
import { ipv4OptionIn } from './ipv4-options.ts';

/** Message types of RFC 1112 appendix I, RFC 2236 §2.1 and RFC 3376 §4. */
export const igmpTypes = { query: 0x11, reportV1: 0x12, reportV2: 0x16, leaveV2: 0x17, reportV3: 0x22 } as const;

/** Record types of RFC 3376 §4.2.12. */
export const recordTypes = {
  isInclude: 1,
  isExclude: 2,
  toInclude: 3,
  toExclude: 4,
  allowNew: 5,
  blockOld: 6,
} as const;

/** What a message says about memberships; a v3 report may say several things at once. */
export const says = { nothing: 0, join: 1, leave: 2 } as const;

/** What is wrong with it; a sum of these. */
export const wrong = {
  destination: 1,
  ttl: 2,
  checksum: 4,
  routerAlert: 8,
  records: 16,
  group: 32,
} as const;

/** 224.0.0.2 (all routers) and 224.0.0.22 (all routers that speak version 3). */
const ALL_ROUTERS = 0xe0000002 | 0;
const V3_ROUTERS = 0xe0000016 | 0;

/**
 * Whether the message joins or leaves: a sum of `says`. A report whose records cannot be read counts as a join; one without
 * records, or whose records change nothing, is neither.
 */
export function saidBy(frame: Frame): number {
  switch (typeOf(frame)) {
    case igmpTypes.reportV1:
    case igmpTypes.reportV2:
      return says.join;
    case igmpTypes.leaveV2:
      return says.leave;
    case igmpTypes.reportV3:
      return saidByRecords(frame);
    default:
      return says.nothing;
  }
}

/** What is wrong with a report or a leave: a sum of `wrong`. Its octets must have been captured whole. */
export function wrongIn(frame: Frame): number {
  return (
    wrongDestination(frame) |
    (frame.ttl === 1 ? 0 : wrong.ttl) |
    (hasRightChecksum(frame) ? 0 : wrong.checksum) |
    (typeOf(frame) === igmpTypes.reportV1 || routerAlertIn(frame) === 0 ? 0 : wrong.routerAlert)
  );
}

export function typeOf({ view, transport }: Frame): number {
  return view.getUint8(transport);
}

/** The group of a version 1 or 2 message. */
export function groupIn({ view, transport }: Frame): number {
  return view.getInt32(transport + 4);
}

/** Where a message is to be sent. */
export function rightDestination(frame: Frame): number {
  const type = typeOf(frame);
  if (type === igmpTypes.leaveV2) return ALL_ROUTERS;
  return type === igmpTypes.reportV3 ? V3_ROUTERS : groupIn(frame);
}

/** A record of a version 3 report, at `at`: `visit` gets its type, number of sources and group. */
function eachRecord(frame: Frame, visit: (type: number, sources: number, group: number) => void): boolean {
  const { view, transport, networkEnd } = frame;
  const end = Math.min(networkEnd, frame.end);
  let at = transport + 8;
  for (let rest = view.getUint16(transport + 6); rest > 0; rest--) {
    if (at + 8 > end) return false;
    const sources = view.getUint16(at + 2);
    const next = at + 8 + 4 * sources + 4 * view.getUint8(at + 1);
    if (next > end) return false;
    visit(view.getUint8(at), sources, view.getInt32(at + 4));
    at = next;
  }
  return true;
}

/** The groups that a message joins, or leaves, by `what` of `says`. */
export function groupsSaid(frame: Frame, what: number): readonly number[] {
  if (typeOf(frame) !== igmpTypes.reportV3) return (saidBy(frame) & what) === 0 ? [] : [groupIn(frame)];
  const groups: number[] = [];
  eachRecord(frame, (type, sources, group) => {
    if ((saidByRecord(type, sources) & what) !== 0) groups.push(group);
  });
  return groups;
}

function saidByRecords(frame: Frame): number {
  let said: number = says.nothing;
  let isRead = true;
  const isWhole = eachRecord(frame, (type, sources) => {
    said |= saidByRecord(type, sources);
    isRead &&= isKnown(type);
  });
  return said === says.nothing && !(isWhole && isRead) ? says.join : said;
}

function isKnown(type: number): boolean {
  return type >= recordTypes.isInclude && type <= recordTypes.blockOld;
}

/** RFC 3376 §5.1: to include nothing is to leave; to include sources, or to exclude any, is to listen. */
function saidByRecord(type: number, sources: number): number {
  switch (type) {
    case recordTypes.isExclude:
    case recordTypes.toExclude:
      return says.join;
    case recordTypes.toInclude:
      return sources === 0 ? says.leave : says.join;
    case recordTypes.isInclude:
    case recordTypes.allowNew:
      return sources === 0 ? says.nothing : says.join;
    case recordTypes.blockOld:
      return says.leave;
    default:
      return says.nothing;
  }
}

function wrongDestination(frame: Frame): number {
  const destination = frame.destination === rightDestination(frame) ? 0 : wrong.destination;
  if (typeOf(frame) !== igmpTypes.reportV3) return destination | (isGroupNumber(groupIn(frame)) ? 0 : wrong.group);
  let groups = 0;
  const isWhole = eachRecord(frame, (type, _, group) => {
    if (!isKnown(type)) groups |= wrong.records;
    if (!isGroupNumber(group)) groups |= wrong.group;
  });
  return destination | groups | (isWhole ? 0 : wrong.records);
}

/** A fragment's cannot be verified. */
function hasRightChecksum({ view, transport, networkEnd, fragment }: Frame): boolean {
  return fragment !== 0 || isRightSum(halvesSum(view, transport, networkEnd));
}

/** The value of the IP option Router Alert, which is to be 0 (RFC 2113 §2.1). Undefined where there is none of its length. */
export function routerAlertIn(frame: Frame): number | undefined {
  const at = ipv4OptionIn(frame, (option) => option === ROUTER_ALERT);
  if (at === -1 || frame.view.getUint8(at + 1) !== ROUTER_ALERT_OCTETS) return undefined;
  return frame.view.getUint16(at + 2);
}

const ROUTER_ALERT = 148;
const ROUTER_ALERT_OCTETS = 4;
