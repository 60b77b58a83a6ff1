import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, type TestContext } from 'vitest';
import type { Declared } from './declared.ts';
import { DEFAULT_GROUP, parseNet } from './declaring.ts';
import type { Frame } from './frame.ts';
import type { Skimmer } from './input.ts';
import { type Facts, openJudge } from './judge.ts';
import { type Damage, feed, openRecords } from './records.ts';

/** The default group, and these prefixes. */
export function declaring(...nets: readonly string[]): Declared {
  return {
    groups: [DEFAULT_GROUP],
    nets: nets.map((text) => {
      const net = parseNet(text);
      if (net === undefined) throw new Error(`${text} is no prefix`);
      return net;
    }),
  };
}

/** Reads a capture in pieces of that many octets; `visit` sees each frame that a skimmer did not look at. */
export function readAll(
  capture: Uint8Array,
  visit: (frame: Frame) => void,
  piece = capture.length,
  skimmer?: Skimmer,
): Damage | undefined {
  const reader = openRecords(visit, skimmer);
  for (let at = 0; at < capture.length; at += piece) {
    if (!feed(reader, capture.subarray(at, at + piece))) break;
  }
  reader.end();
  return reader.damage();
}

/** Judges a capture as `inspect` does, or in a reader of its own. */
export function judgeAll(
  capture: Uint8Array,
  declared: Declared = declaring('10.0.0.0/24'),
  listed = 1000,
  conversations = true,
  isSkimmed = true,
): Facts & { readonly damage: Damage | undefined } {
  const judge = openJudge({ declared, listed, conversations });
  const damage = readAll(capture, judge.visit, capture.length, isSkimmed ? judge : undefined);
  return { ...judge.facts(), damage };
}

/** The rules that are broken, by the last part of their ids. */
export function brokenRules({ rules }: Pick<Facts, 'rules'>): readonly string[] {
  return rules.filter(({ broken }) => broken > 0).map(({ rule }) => rule.replace('frames/', ''));
}

/** A copy of a frame's octets. */
export function octetsOf({ octets, at, end }: Frame): Buffer {
  return Buffer.from(octets.subarray(at, end));
}

/** A folder of its own for one test. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sockspec frames-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Skips a test where a tool is missing, saying so; in CI a missing tool fails. */
export function needs(test: TestContext, tool: string): void {
  if (isThere(tool)) return;
  if (process.env.CI !== undefined) throw new Error(`CI needs ${tool}`);
  test.skip(`needs ${tool}`);
}

/** What was found so far: tools stay where they are, and some take a second to tell their version. */
const found = new Map<string, boolean>();

function isThere(tool: string): boolean {
  const known = found.get(tool) ?? spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;
  found.set(tool, known);
  return known;
}
