import type { CaseFrames } from '../../contracts/case-frames.ts';
import type { ProcessEnd } from '../../contracts/process.ts';
import type { Evidence } from '../../contracts/run.ts';
import { EVIDENCE_OCTETS } from '../../contracts/run-form.ts';
import { withoutLongLines } from '../../text/long-lines.ts';

/** Events of one case that are kept: its beginning and its end; what is between is counted. */
const FIRST_EVENTS = 20;
const LAST_EVENTS = 40;

/** Octets of an event that are kept where the case passed, or has used up its share: enough to recognise it. */
const SHORT_OCTETS = 32;

/** Octets that one case may keep in all: what a failing case sends to the report through the test runner. */
const CASE_OCTETS = 32 * 1024;

/** What happened in one case, with times. */
export interface Transcript {
  readonly add: (event: Omit<Evidence, 't' | 'hex'>, octets?: Uint8Array) => void;
  /**
   * Called before a further client that is no part of the experiment. Returns what is called where that client was served: its
   * own events give way to these words, so that those of the experiment are the last that are told.
   */
  readonly aside: () => (words: string) => void;
  /** The kept events, in order. Passed cases keep less of each. */
  readonly evidence: (passed: boolean) => Evidence[];
  /** Takes note of a port that the case speaks to, or is spoken to on, and of the group, of multicast. */
  readonly touches: (port: number, group?: string) => void;
  /** Ports that were touched, and the octets of each segment that the harness sent, connection by connection. */
  readonly onWire: () => Pick<CaseFrames, 'ports' | 'groups' | 'sent'>;
}

/** Characters of what a program printed that are kept: its end, since the last line of a traceback is what counts. */
const PRINTED_CHARACTERS = 4096;

/** Characters from the end of what was printed that are looked at. */
const LOOKED_AT = 1_048_576;

/**
 * What a program printed as an event; `front` says which program that was. Of a long text its end is kept, and of long lines in
 * that their fronts and ends.
 */
export function printedEvent(text: string, front = ''): Omit<Evidence, 't' | 'hex'> {
  const isCut = text.length > PRINTED_CHARACTERS;
  return {
    who: 'iut',
    what: 'output',
    text: `${front}${isCut ? withoutLongLines(text.slice(-LOOKED_AT)).slice(-PRINTED_CHARACTERS) : text}`,
    ...(isCut ? { cut: true } : {}),
  };
}

/** How a program ended as an event; `who` brought that about. */
export function exitEvent({ status, signal }: ProcessEnd, who: Evidence['who'] = 'iut'): Omit<Evidence, 't' | 'hex'> {
  return { who, what: 'exit', text: signal === null ? `status ${status}` : `signal ${signal}` };
}

/** Starts a transcript; its clock starts now. */
export function startTranscript(): Transcript {
  const began = performance.now();
  const first: Evidence[] = [];
  const last: Evidence[] = [];
  let dropped = 0;
  let connections = 0;
  let share = CASE_OCTETS;
  const ports = new Set<number>();
  const groups = new Set<string>();
  const sent = new Map<number, number[]>();
  const transcript: Transcript = {
    add: (event, octets) => {
      connections = Math.max(connections, event.connection ?? 0);
      if (event.what === 'send' && octets !== undefined) noteSent(sent, event.connection ?? 0, octets.length);
      const t = Math.round((performance.now() - began) * 10) / 10;
      const before = last.at(-1) ?? first.at(-1);
      if (share <= 0 && octets !== undefined && before !== undefined && isSameFlood(before, event)) {
        const grown = { ...before, octets: (before.octets ?? 0) + octets.length, cut: true };
        (last.length > 0 ? last : first).splice(-1, 1, grown);
        return;
      }
      const room = Math.max(SHORT_OCTETS, Math.min(EVIDENCE_OCTETS, share));
      const fields = octets === undefined ? {} : octetFields(octets, room, event.text);
      const entry: Evidence = { t, ...event, ...fields };
      share -= (entry.hex?.length ?? 0) / 2;
      if (first.length < FIRST_EVENTS && last.length === 0) first.push(entry);
      else last.push(entry);
      if (last.length > LAST_EVENTS) {
        last.shift();
        dropped += 1;
      }
    },
    aside: () => {
      const [before, since] = [connections, new Set([...first, ...last])];
      return (words) => {
        const isOwn = (event: Evidence): boolean =>
          since.has(event) || ((event.connection ?? 0) <= before && event.what !== 'file');
        first.splice(0, first.length, ...first.filter(isOwn));
        last.splice(0, last.length, ...last.filter(isOwn));
        transcript.add({ who: 'harness', what: 'note', text: words });
      };
    },
    touches: (port, group) => {
      ports.add(port);
      if (group !== undefined) groups.add(group);
    },
    onWire: () => ({ ports: [...ports], groups: [...groups], sent: [...sent.values()] }),
    evidence: (passed) => {
      const gap: Evidence[] =
        dropped === 0 ? [] : [{ t: last[0]?.t ?? 0, who: 'harness', what: 'note', text: `${dropped} events left out` }];
      const kept = [...first, ...gap, ...last];
      return passed ? kept.map(shorten) : kept;
    },
  };
  return transcript;
}

/** Whether a read goes on with what the read before brought, over TCP: of a flood each read would drive another event out. */
function isSameFlood(before: Evidence, { who, what, connection, text }: Omit<Evidence, 't' | 'hex'>): boolean {
  const isRead = who === 'iut' && what === 'receive' && text === undefined && connection !== undefined;
  return isRead && before.who === who && before.what === what && before.connection === connection;
}

/** Segments of one connection whose sizes are kept: more are no matter of cuts. */
const SIZES = 2000;

function noteSent(sent: Map<number, number[]>, connection: number, octets: number): void {
  const sizes = sent.get(connection) ?? [];
  sent.set(connection, sizes);
  if (sizes.length < SIZES) sizes.push(octets);
}

/** The octets as they are reported, behind what else is said of the event. */
function octetFields(
  octets: Uint8Array,
  room: number,
  about: string | undefined,
): Pick<Evidence, 'octets' | 'hex' | 'text' | 'cut'> {
  const kept = Buffer.from(octets.buffer, octets.byteOffset, Math.min(octets.length, room));
  return {
    octets: octets.length,
    hex: kept.toString('hex'),
    text: about === undefined ? kept.toString('utf8') : `${about}: ${kept.toString('utf8')}`,
    ...(kept.length < octets.length ? { cut: true } : {}),
  };
}

function shorten(event: Evidence): Evidence {
  if (event.hex === undefined || event.hex.length <= 2 * SHORT_OCTETS) return event;
  const kept = Buffer.from(event.hex.slice(0, 2 * SHORT_OCTETS), 'hex');
  return { ...event, hex: kept.toString('hex'), text: kept.toString('utf8'), cut: true };
}
