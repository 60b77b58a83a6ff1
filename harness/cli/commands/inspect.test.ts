import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { capture, net, reportOf } from '../captures.test.helper.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { bin, folder, sockspec } from '../shell.test.helper.ts';

/** What `sockspec inspect` says of captures, and its exit status. `inspect-input.test.ts` has what it reads, and what not. */

test('a table by rule, then each offending frame with number, time, decode and octets', async () => {
  const { status, stdout, stderr } = await sockspec([
    'inspect',
    capture('wrong-group-in-another-groups-mac.pcap'),
    ...net,
  ]);

  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout).toContain(`${capture('wrong-group-in-another-groups-mac.pcap')}  pcap, 1 frame\n`);
  expect(stdout).toMatch(/^ {2}rule +level +checked +held +broken +not judged\n {2}multicast-mac +MUST +1 +0 +1$/m);
  expect(stdout).toContain(
    [
      '✗ multicast-mac  frame 1  0.000000 s',
      '  02:00:00:00:00:01 > 01:00:5e:4a:14:1f, 10.0.0.1:40000 > 224.202.20.30:54321, UDP, TTL 1, 60 octets',
      '  expected 01:00:5e:4a:14:1e for group 224.202.20.30, found 01:00:5e:4a:14:1f',
      '  octets 0 to 5, destination MAC: 01 00 5e 4a 14 1f',
      '  octets 30 to 33, destination address: e0 ca 14 1e',
    ].join('\n'),
  );
  expect(stdout).toMatch(/\nnonconformant: broken: multicast-mac\n$/);
});

test('several files, each with its own table; JSON tells the same', async () => {
  const files = [capture('right.pcap'), capture('wrong-ttl-5.pcap'), capture('right-raw.pcap')];
  const { status, stdout } = await inProcess(['inspect', ...files, ...net]);
  const report = reportOf((await inProcess(['inspect', ...files, ...net, '--json'])).stdout);

  expect(status).toBe(0);
  expect(report).toMatchObject({ schemaVersion: 1, complete: true, outcome: 'conformant', exitStatus: 0 });
  expect(report.files.map(({ file }) => file)).toEqual(files);
  for (const { file, format, frames, rules, offences } of report.files) {
    expect(stdout).toContain(`${file}  ${format}, ${frames} frame`);
    expect(rules.every(({ checked, held, broken }) => checked === held + broken)).toBe(true);
    expect(rules.reduce((sum, { broken }) => sum + broken, 0)).toBe(offences.length);
  }
  expect(report.files[0]?.rules[0]).toMatchObject({
    rule: 'frames/multicast-mac',
    level: 'MUST',
    source: 'RFC 1112 §6.4',
  });
  expect(stdout).toMatch(/conformant: every MUST held; SHOULD broken: multicast-ttl\n$/);
  expect(stdout).toMatch(/\n {2}4 rules held, 3 could not be judged, 3 had no frame\n/);
});

test.each<readonly [string, readonly string[], number]>([
  ['every rule holds', [capture('right.pcap'), ...net], 0],
  ['a MUST is broken', [capture('wrong-arp-for-group.pcap')], 1],
  ['a SHOULD is broken', [capture('wrong-ttl-5.pcap')], 0],
  ['a SHOULD is broken, strictly', [capture('wrong-ttl-5.pcap'), '--strict'], 1],
  ['a TTL that is declared', [capture('wrong-ttl-5.pcap'), '--strict', '--group', '224.202.20.30=5'], 0],
  ['another group', [capture('wrong-ttl-5.pcap'), '--strict', '--group', '239.1.2.3'], 0],
  ['a broadcast of a prefix that is declared', [capture('wrong-directed-broadcast-to-unicast-mac.pcap'), ...net], 1],
  ['of one that is not', [capture('wrong-directed-broadcast-to-unicast-mac.pcap')], 0],
  [
    'of the second that is',
    [capture('wrong-directed-broadcast-to-unicast-mac.pcap'), '--net', '10.1.0.0/16', ...net],
    1,
  ],
  ['damage, nothing broken', [capture('damaged-cut-off.pcap')], 2],
  [
    'damage in one file, a MUST broken in another',
    [capture('damaged-cut-off.pcap'), capture('wrong-arp-for-group.pcap')],
    1,
  ],
])('%s', async (_, words, status) => {
  expect((await inProcess(['inspect', ...words])).status).toBe(status);
});

test.each([
  [['right.pcap'], 'conformant: every rule held'],
  [['right-mpls.pcap'], 'conformant: 4 rules held, 2 could not be judged, 4 had no frame'],
  [['wrong-ttl-5.pcap'], 'conformant: 3 MUSTs held, 4 had no frame; SHOULD broken: multicast-ttl'],
  [['right-ipv4.pcap', 'right-mpls.pcap'], 'conformant: 4 rules held, 3 could not be judged, 3 had no frame'],
])('what holds is counted, and what had no frame: %s', async (names, conclusion) => {
  const { status, stdout } = await inProcess(['inspect', ...names.map(capture), ...net]);

  expect(status).toBe(0);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(conclusion);
});

test('the help of the command has examples', async () => {
  const { status, stdout } = await inProcess(['inspect', '--help']);

  expect(status).toBe(0);
  expect(stdout).toMatch(/--net[\s\S]*Examples:[\s\S]*tcpdump/);
});

test('as many frames are listed as was asked for, the rest is counted', async () => {
  const dir = folder();
  const one = readFileSync(capture('wrong-ttl-5.pcap'));
  const file = join(dir, 'many.pcap');
  writeFileSync(file, Buffer.concat([one, ...Array.from({ length: 4 }, () => one.subarray(24))]));

  const { stdout } = await inProcess(['inspect', file, '--list', '2']);

  expect(stdout.match(/^! multicast-ttl {2}frame \d/gm)).toEqual([
    '! multicast-ttl  frame 1',
    '! multicast-ttl  frame 2',
  ]);
  expect(stdout).toContain('… and 3 more of multicast-ttl');
});

test('connections are told, or left out', async () => {
  const words = ['inspect', capture('right-connection.pcap')];

  expect((await inProcess(words)).stdout).toMatch(
    /10\.0\.0\.1:40000: 6 segments, 13 octets in 4 \+ 4 \+ 5, 1 retransmission, 1 out of order\n.*\n +RST by 10\.0\.0\.2:54321 in frame 8\n/,
  );
  expect((await inProcess([...words, '--no-conversations'])).stdout).not.toContain('connections');
});

describe('a runtime in which frames cannot be recognised in WebAssembly judges them all the same', () => {
  const words = [bin, 'inspect', capture('right-connection.pcap'), capture('wrong-ttl-5.pcap'), '--json', ...net];
  const usual = spawnSync(process.execPath, words, { encoding: 'utf8' }).stdout;

  test('where it is switched off', () => {
    expect(spawnSync(process.execPath, ['--jitless', ...words], { encoding: 'utf8' }).stdout).toBe(usual);
  });

  test('where the processor is too old for it', (context) => {
    if (process.arch !== 'x64') context.skip('the switch is one of x64');
    const { stdout } = spawnSync(process.execPath, ['--no-enable-sse4-1', ...words], { encoding: 'utf8' });

    expect(stdout).toBe(usual);
  });

  test('where the address space is limited to 4 GB', (context) => {
    if (process.platform !== 'linux') context.skip('the limit is one of Linux');
    const limited = ['-c', 'ulimit -v 4000000; exec "$@"', 'sh', process.execPath, ...words];

    expect(spawnSync('sh', limited, { encoding: 'utf8' }).stdout).toBe(usual);
  });
});

test('a file of a hostile name does not reach the terminal as it is', async () => {
  const dir = join(folder(), 'a\u001b[31mb');
  mkdirSync(dir);
  const file = join(dir, 'x.pcap');
  copyFileSync(capture('damaged-cut-off.pcap'), file);

  const { stdout, stderr } = await inProcess(['inspect', file]);

  expect(existsSync(file)).toBe(true);
  expect(stdout + stderr).not.toContain('\u001b');
});
