import { closeSync, openSync, readSync } from 'node:fs';
import { nanoseconds } from './clock.ts';
import type { Declared } from './declared.ts';
import { decode } from './decode.ts';
import type { Frame } from './frame.ts';
import { type Damage, openRecords } from './records.ts';

const nothingDeclared: Declared = { groups: [], nets: [] };

/**
 * Calls `visit` for every frame of a file, decoded, with its time in milliseconds since 1970; one without a time is passed
 * over. The frame must not be kept. Returns the damage where there is any. Throws the system's error.
 */
export function visitFrames(file: string, visit: (frame: Frame, timeMs: number) => void): Damage | undefined {
  return visitRecords(file, (frame) => {
    if (frame.clock === undefined) return;
    decode(frame, nothingDeclared);
    visit(frame, Number(nanoseconds(frame.clock, frame.timeHigh, frame.timeLow) / 1000n) / 1000);
  });
}

/** The same with frames as their records hold them, not decoded. */
export function visitRecords(file: string, visit: (frame: Frame) => void): Damage | undefined {
  const reader = openRecords(visit);
  const descriptor = openSync(file, 'r');
  try {
    for (;;) {
      const octets = readSync(descriptor, reader.room());
      if (octets === 0) {
        reader.end();
        break;
      }
      if (!reader.take(octets)) break;
    }
  } finally {
    closeSync(descriptor);
  }
  return reader.damage();
}
