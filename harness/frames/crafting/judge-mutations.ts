import { readFileSync } from 'node:fs';
import { DEFAULT_GROUP, parseNet } from '../declaring.ts';
import { openJudge } from '../judge.ts';
import { feed, openRecords } from '../records.ts';
import { craftedFixtures } from './fixtures.ts';
import { mutations } from './mutations.ts';

/**
 * Judges so many mutated captures (the first argument) of that seed (the second) in a process of its own, whose memory
 * can be measured, and tells on standard output what came of them.
 */
const [count = 0, seed = 0] = process.argv.slice(2).map(Number);
const net = parseNet('10.0.0.0/24');
const declared = { groups: [DEFAULT_GROUP], nets: net === undefined ? [] : [net] };
const told = { captures: 0, damaged: 0, frames: 0, offences: 0, bad: [] as string[], slowestMs: 0, maxRssKiB: 0 };

for (const { how, octets } of mutations(
  craftedFixtures().map((one) => one.octets),
  count,
  seed,
)) {
  const name = `capture ${told.captures} (${how})`;
  const began = performance.now();
  const judge = openJudge({ declared, listed: 20, conversations: true });
  const reader = openRecords(judge.visit, judge);
  feed(reader, octets);
  reader.end();
  const { frames, offences } = judge.facts();
  const damage = reader.damage();
  const texts = [damage?.text ?? '', ...offences.flatMap(({ text, decode }) => [text, decode])];
  if (texts.some((text) => /[\r\n]/.test(text))) told.bad.push(`${name}: a text of several lines`);
  if (damage !== undefined && (damage.text === '' || damage.offset < 0 || damage.offset > octets.length)) {
    told.bad.push(`${name}: damage at ${damage.offset} of ${octets.length}: ${damage.text}`);
  }
  told.captures++;
  told.frames += frames;
  told.offences += offences.length;
  if (damage !== undefined) told.damaged++;
  told.slowestMs = Math.max(told.slowestMs, performance.now() - began);
}
told.maxRssKiB = peakKiB();
process.stdout.write(`${JSON.stringify(told)}\n`);

/** Not what `resourceUsage` says, if it can be helped: on Linux that counts the program that started this one too. */
function peakKiB(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  const [, kibibytes = Number.NaN] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kibibytes);
}
