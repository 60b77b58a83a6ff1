import { join } from 'node:path';
import type { CaseFrames } from '../../contracts/case-frames.ts';
import { verdictOfBroken } from '../../contracts/gravity.ts';
import type { CaseResult, Evidence } from '../../contracts/run.ts';
import { type CaseCapture, openCaseCapture } from '../../frames/case-capture.ts';
import { type Frame, kinds } from '../../frames/frame.ts';
import { visitFrames } from '../../frames/visit.ts';
import { makeFolders } from '../../processes/make-folders.ts';
import type { FinishedCase } from '../case-record.ts';
import { unseenText, type Waiting, waitFor } from './awaited.ts';
import { type SentSegments, sentSegments } from './cut-frames.ts';

/** A capture of a whole run. */
export interface RunCapture {
  readonly file: string;
  /** The interface that was captured on. */
  readonly device: string;
  /** Where a file a case is kept. */
  readonly folder: string;
}

/** How far the times of a case and of its frames may be apart, in milliseconds. */
const SLACK_MS = 5;

/** What a cut that could not be proven is noted with. */
const UNPROVEN = 'cut not proven';

/**
 * Gives each case its frames: a file with the case id as comment, the verdicts that waited for frames, and the proof that
 * segments were segments on the wire. The cases are returned in their order.
 */
export function concludeFromFrames(cases: readonly FinishedCase[], capture: RunCapture): readonly CaseResult[] {
  const followed = cases.map((one) => follow(one, capture));
  const queue = followed.toSorted((a, b) => a.onWire.from - b.onWire.from);
  let running: Followed[] = [];
  let next = 0;
  visitFrames(capture.file, (frame, timeMs) => {
    for (let late = queue[next]; late !== undefined && late.onWire.from - SLACK_MS <= timeMs; late = queue[next]) {
      running.push(late);
      next += 1;
    }
    if (running.some(({ onWire }) => onWire.to + SLACK_MS < timeMs)) {
      running = running.filter(({ onWire }) => onWire.to + SLACK_MS >= timeMs);
    }
    for (const one of running) if (isOf(frame, one.onWire)) one.see(frame);
    for (const { waiting } of followed) waiting?.see(frame, timeMs);
  });
  return followed.map((one) => one.conclude());
}

/** One case while the capture is read. */
interface Followed {
  readonly onWire: CaseFrames;
  readonly waiting: Waiting | undefined;
  readonly see: (frame: Frame) => void;
  readonly conclude: () => CaseResult;
}

function follow({ result, onWire }: FinishedCase, capture: RunCapture): Followed {
  const { awaited } = onWire;
  const waiting = awaited === undefined ? undefined : waitFor(awaited, onWire, capture.device);
  const segments: SentSegments | undefined = result.notes.some(isUnproven) ? sentSegments(onWire) : undefined;
  const path = join(capture.folder, fileName(result.target), `${fileName(result.id)}.pcapng`);
  let file: CaseCapture | undefined;
  return {
    onWire,
    waiting,
    see: (frame) => {
      if (file === undefined) {
        makeFolders(join(capture.folder, fileName(result.target)));
        file = openCaseCapture(path, result.id);
      }
      file.add(frame);
      segments?.see(frame);
    },
    conclude: () => {
      file?.close();
      const proven = segments?.areProven() === true ? proofNoted(result, capture.device) : result;
      const kept =
        file === undefined ? proven : { ...proven, frames: path, notes: [...proven.notes, ...cutNote(file)] };
      return waiting === undefined ? kept : concluded(kept, onWire, waiting, capture.device);
    },
  };
}

/** Frames of its ports, and those that have none: IGMP, ARP, fragments. */
function isOf(frame: Frame, { ports }: CaseFrames): boolean {
  if ((frame.kinds & (kinds.tcp | kinds.udp)) === 0 || frame.transport < 0) return true;
  const { view, transport } = frame;
  return ports.includes(view.getUint16(transport)) || ports.includes(view.getUint16(transport + 2));
}

function concluded(result: CaseResult, onWire: CaseFrames, waiting: Waiting, device: string): CaseResult {
  const { awaited } = onWire;
  const seen = waiting.fact();
  if (awaited === undefined || result.verdict !== 'inconclusive') return result;
  if (seen === undefined) return { ...result, reason: unseenText(awaited, device) };
  const frames: readonly Evidence[] = waiting
    .frames()
    .map(({ timeMs, text }) => ({ t: Math.max(0, timeMs - onWire.from), who: 'iut', what: 'frame', text }));
  const evidence = [...result.evidence, ...frames].toSorted((a, b) => a.t - b.t);
  const { expected } = awaited;
  const verdict = seen === expected ? 'pass' : verdictOfBroken(result.level);
  const attempts = result.attempts.map(() => verdict);
  if (verdict === 'pass') return { ...result, verdict, attempts, evidence, reason: '' };
  return { ...result, verdict, attempts, evidence, expected, seen, reason: `expected ${expected}; saw ${seen}` };
}

function proofNoted(result: CaseResult, device: string): CaseResult {
  const proof = `segments proven: each was a frame of its own, captured on ${device}`;
  return { ...result, notes: [...result.notes.filter((note) => !isUnproven(note)), proof] };
}

function isUnproven(note: string): boolean {
  return note.startsWith(UNPROVEN);
}

function cutNote(file: CaseCapture): readonly string[] {
  const { leftOut } = file.counts();
  return leftOut === 0 ? [] : [`${leftOut} frames are not in its file, which has reached its limit`];
}

/** Letters, digits and a few signs: what every file system takes. */
function fileName(text: string): string {
  return text
    .replace(/[^\w.,+=-]+/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 120);
}
