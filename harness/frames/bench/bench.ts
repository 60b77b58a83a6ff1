import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TRAFFIC_GROUP, TRAFFIC_NET, writeTraffic } from '../crafting/traffic.ts';
import { type Counts, countsIn, countsText } from './counts.ts';
import { type Measured, measure, measureMemory, median } from './measure.ts';
import { countExport, tsharkWords } from './tshark-export.ts';

/**
 * `npm run bench [ROUNDS]`: one million generated frames judged by `sockspec inspect`, by tshark's export of the same
 * fields, and by the same rules on pcap-parser, in turns, as whole processes; then memory, and a forged length.
 */
const rounds = Number(process.argv[2] ?? 5);
const dir = mkdtempSync(join(tmpdir(), 'sockspec-bench-'));
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const bin = here('../../cli/bin.cjs');
const inspectWords = (file: string): readonly string[] => [
  ...[bin, 'inspect', file, '--json', '--list', '0', '--net', TRAFFIC_NET],
];

interface Contender {
  readonly name: string;
  readonly command: string;
  readonly words: readonly string[];
  readonly counts: (output: string) => Promise<Counts>;
}

try {
  await compareSpeed();
  await compareMemory();
  await measureForgedLength();
} finally {
  rmSync(dir, { recursive: true, force: true });
}

async function compareSpeed(): Promise<void> {
  const file = join(dir, 'million.pcap');
  const made = writeTraffic(file, 1_000_000);
  say(
    `1,000,000 frames: ${Object.entries(made)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', ')}`,
  );
  const json = async (output: string): Promise<Counts> => countsIn(readFileSync(output, 'utf8'));
  const exported = (output: string): Promise<Counts> => countExport(output, TRAFFIC_GROUP, '192.168.255.255');
  const contenders: readonly Contender[] = [
    {
      name: 'inspect, rules alone',
      command: process.execPath,
      words: [...inspectWords(file), '--no-conversations'],
      counts: json,
    },
    { name: 'inspect', command: process.execPath, words: inspectWords(file), counts: json },
    {
      name: 'pcap-parser, same rules',
      command: process.execPath,
      words: [here('pcap-parser-program.js'), file, TRAFFIC_NET],
      counts: json,
    },
    { name: 'tshark, field export', command: 'tshark', words: tsharkWords(file), counts: exported },
  ];
  const seconds = new Map<string, number[]>();
  const texts = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    for (const { name, command, words, counts } of contenders) {
      const output = join(dir, 'output');
      const measured = await measure(command, words, output);
      seconds.set(name, [...(seconds.get(name) ?? []), measured.seconds]);
      if (round === 0) texts.set(name, countsText(await counts(output)));
    }
  }
  const [ours = Number.NaN] = contenders.map(({ name }) => median(seconds.get(name) ?? []));
  say(`\nmedians of ${rounds} rounds, whole processes`);
  for (const { name } of contenders) {
    const middle = median(seconds.get(name) ?? []);
    const all = (seconds.get(name) ?? []).map((one) => one.toFixed(3)).join(' ');
    say(`  ${name.padEnd(24)} ${middle.toFixed(3)} s  ${(middle / ours).toFixed(1).padStart(6)} times  (${all})`);
  }
  const different = [...new Set(texts.values())];
  say(different.length === 1 ? `the same counts from all: ${different[0]}` : 'DIFFERENT COUNTS:');
  if (different.length > 1) for (const [name, text] of texts) say(`  ${name}: ${text}`);
}

async function compareMemory(): Promise<void> {
  say('\npeak resident memory of inspect, connections followed');
  for (const frames of [100_000, 1_000_000, 4_000_000]) {
    const file = join(dir, 'traffic.pcap');
    writeTraffic(file, frames);
    const { peakMiB, seconds } = await measureMemory(inspectWords(file), join(dir, 'output'));
    rmSync(file);
    say(`  ${String(frames).padStart(9)} frames: ${peakMiB.toFixed(1)} MiB, ${seconds.toFixed(3)} s`);
  }
}

/** A file of 64 MiB whose second frame says that it is 4 GiB long. */
async function measureForgedLength(): Promise<void> {
  const file = join(dir, 'forged.pcap');
  const made = join(dir, 'one.pcap');
  writeTraffic(made, 1);
  const one = readFileSync(made);
  const descriptor = openSync(file, 'w');
  writeSync(descriptor, one);
  const record = Buffer.alloc(16);
  record.writeUInt32LE(0xffff_ffff, 8);
  writeSync(descriptor, record);
  const mebibyte = Buffer.alloc(1_048_576);
  for (let written = 0; written < 64; written++) writeSync(descriptor, mebibyte);
  closeSync(descriptor);
  const runs: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    runs.push(await measure(process.execPath, inspectWords(file), join(dir, 'output')));
  }
  const status = runs.map((run) => run.status).join(' ');
  say(`\na forged length in 64 MiB: ${median(runs.map((run) => run.seconds)).toFixed(3)} s, status ${status}`);
}
