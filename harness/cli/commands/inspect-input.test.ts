import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as zlib from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { capture, captures, changed, net, reportOf } from '../captures.test.helper.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { bin } from '../shell.test.helper.ts';

/** What `sockspec inspect` reads: damaged, compressed and foreign files, standard input, and what it refuses. */

test('what is before the damage is judged, and the damage told with its octet, in the report and in a line', async () => {
  const file = changed('wrong-arp-for-group.pcap', (octets) => Buffer.concat([octets, octets.subarray(24, 50)]));
  const { status, stdout, stderr } = await inProcess(['inspect', file]);
  const offset = readFileSync(capture('wrong-arp-for-group.pcap')).length;

  expect(status).toBe(1);
  expect(stdout).toContain('✗ arp-for-unicast-only  frame 1');
  expect(stdout).toContain(`damaged at octet ${offset}: expected a frame of 60 octets, found 10`);
  expect(stderr).toBe(
    `sockspec: ${JSON.stringify(file)} is damaged at octet ${offset}: expected a frame of 60 octets, found 10\n`,
  );
});

test.each([
  ['an empty capture', () => changed('right.pcap', (octets) => octets.subarray(0, 24)), 3, ''],
  ['an empty file', () => changed('right.pcap', () => Buffer.alloc(0)), 2, 'found an empty one'],
  ['a text', () => changed('right.pcap', () => Buffer.from('no capture')), 2, 'expected a pcap or pcapng file'],
  [
    'a link type that is not understood',
    () =>
      changed('right.pcap', (octets) =>
        Buffer.concat([octets.subarray(0, 20), Buffer.from([147, 0, 0, 0]), octets.subarray(24)]),
      ),
    3,
    '',
  ],
])('%s', async (_, make, status, text) => {
  const ended = await inProcess(['inspect', make()]);

  expect(ended.status).toBe(status);
  expect(ended.stderr).toContain(text);
  expect(ended.stderr.split('\n').length).toBeLessThanOrEqual(2);
  expect(ended.stdout).toMatch(/inconclusive: .+\n$/);
});

/** A capture of Ethernet frames of one EtherType. */
function ofType(type: number): string {
  const frame = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, type >> 8, type & 255, ...Array.from({ length: 46 }, () => 0)];
  return changed('right.pcap', (octets) =>
    Buffer.concat([octets.subarray(0, 24), Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 60, 0, 0, 0, 60, 0, 0, 0, ...frame])]),
  );
}

test('what is not looked into is named; where it is every frame, nothing was judged, whatever its MACs are', async () => {
  const [lldp, other] = [ofType(0x88cc), ofType(0x1234)];
  const alone = await inProcess(['inspect', lldp]);
  const both = await inProcess(['inspect', lldp, other, capture('right.pcap'), ...net]);

  expect(alone.status).toBe(3);
  expect(alone.stdout).toMatch(/not looked into: 1 frame of LLDP\n[\s\S]*inconclusive: no frame could be judged\n$/);
  expect(both.status).toBe(0);
  expect(both.stdout).toContain('not looked into: 1 frame of EtherType 0x1234\n  no frame could be judged\n');
  expect(both.stdout).toMatch(/conformant: every rule held; no frame of 2 files could be judged\n$/);
});

describe('a compressed capture', () => {
  const plain = readFileSync(capture('right.pcap'));
  const packed = (change: (octets: Buffer) => Buffer): string =>
    changed('right.pcap', (octets) => change(zlib.gzipSync(octets)));

  test('is read as it is, from a file and from standard input', async () => {
    const file = packed((octets) => octets);
    const { status, stdout } = await inProcess(['inspect', file, ...net, '--json']);
    const input = readFileSync(file);
    const streamed = spawnSync(process.execPath, [bin, 'inspect', '-', ...net, '--json'], { input, encoding: 'utf8' });
    const [whole] = reportOf((await inProcess(['inspect', capture('right.pcap'), ...net, '--json'])).stdout).files;

    expect([status, streamed.status]).toEqual([0, 0]);
    for (const text of [stdout, streamed.stdout]) {
      expect({ ...reportOf(text).files[0], file: '' }).toEqual({ ...whole, file: '', compression: 'gzip' });
    }
  });

  test('that was put together from several is read to its end', async () => {
    const file = packed(() => Buffer.concat([zlib.gzipSync(plain), zlib.gzipSync(plain.subarray(24))]));

    expect((await inProcess(['inspect', file, ...net])).stdout).toContain('pcap in gzip, 54 frames\n');
  });

  test.each([
    ['cut off', (octets: Buffer) => octets.subarray(0, -9), 27],
    ['with another check sum', (octets: Buffer) => Buffer.concat([octets.subarray(0, -8), Buffer.alloc(8)]), 27],
    ['cut off at once', (octets: Buffer) => octets.subarray(0, 12), 0],
  ])('%s is damaged, and judged up to there', async (_, change, frames) => {
    const { status, stdout, stderr } = await inProcess(['inspect', packed(change), ...net, '--json']);

    expect(status).toBe(2);
    expect(reportOf(stdout).files[0]?.frames).toBe(frames);
    expect(stderr).toMatch(
      /is damaged at octet \d+ of what it unpacks to: expected gzip data up to its end, found: .+\n$/,
    );
  });

  test('whose contents are damaged is told with the octet that they have', async () => {
    const file = changed('damaged-cut-off.pcap', (octets) => zlib.gzipSync(octets));

    expect((await inProcess(['inspect', file])).stderr).toMatch(
      /is damaged at octet 176 of what it unpacks to: expected/,
    );
  });

  test('in zstd is read where the runtime can, and named where not', async () => {
    // A frame of one raw block (RFC 8878 §3.1.1): anybody can pack that.
    const size = plain.length;
    const header = Buffer.of(0x28, 0xb5, 0x2f, 0xfd, 0xa0, size & 255, (size >> 8) & 255, 0, 0);
    const last = Buffer.of(((size << 3) & 255) | 1, (size >> 5) & 255, size >> 13);
    const file = changed('right.pcap', () => Buffer.concat([header, last, plain]));
    const { status, stdout, stderr } = await inProcess(['inspect', file, ...net]);

    if ('createZstdDecompress' in zlib) {
      expect(status).toBe(0);
      expect(stdout).toContain('pcap in zstd, 27 frames\n');
    } else {
      expect(status).toBe(2);
      expect(stderr).toMatch(
        /is not read: .* compressed with zstd \(which Node 22.15 and later unpack\): zstd -dk FILE/,
      );
    }
  });
});

test.each([
  [
    'snoop',
    Buffer.from('snoop\0\0\0\0\0\0\u0002\0\0\0\u0004'),
    /found a snoop capture: editcap -F pcap FILE FILE\.pcap makes/,
  ],
  ['NetMon', Buffer.from('GMBU\0\u0002\u0001\0'), /found a NetMon capture: editcap/],
  [
    'ERF',
    Buffer.concat([Buffer.from('0100000000000000020000' + '4e0000003c', 'hex'), Buffer.alloc(62)]),
    /found an ERF capture: editcap/,
  ],
  ['lz4', Buffer.from('04224d18644070df', 'hex'), /found a file compressed with lz4: lz4 -dk FILE/],
  ['a text', Buffer.from('12:00:00.000000 IP 10.0.0.1 > 10.0.0.2: ICMP echo request\n'), /found a text: text2pcap/],
  ['an empty file', Buffer.alloc(0), /found an empty one/],
  ['four octets', Buffer.from('d4c3b2a1', 'hex'), /expected the header of a pcap or pcapng file, found 4 octets/],
  ['something else', Buffer.from('0000000000000000', 'hex'), /found one that begins with 00000000/],
])('%s is named, with what converts it: one line, no table, no rule held', async (_, octets, message) => {
  const { status, stdout, stderr } = await inProcess(['inspect', changed('right.pcap', () => octets)]);

  expect(status).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(
    /^sockspec: "[^"]+" is not read: expected a pcap or pcapng file[^\n]*\n$|^sockspec: "[^"]+" is not read: expected the header[^\n]*\n$/,
  );
  expect(stdout).not.toMatch(/checked|held/);
  expect(stdout).toMatch(/inconclusive: 1 file not read; no frame could be judged\n$/);
});

describe('wrong input is one line and status 2, and nothing is read', () => {
  const right = capture('right.pcap');
  const cases: ReadonlyArray<readonly [string, readonly string[], RegExp]> = [
    ['no file', [], /file|Not enough/],
    ['a missing file', [right, '/nowhere.pcap'], /FILE: expected a capture, found "\/nowhere.pcap": ENOENT/],
    ['a folder', [captures], /expected a capture, found .*: it is a folder/],
    ['standard input twice', ['-', '-'], /expected standard input \(-\) once/],
    ['an unknown flag', [right, '--nope'], /nope/],
    ['a group that is none', [right, '--group', '10.0.0.1'], /--group: expected a multicast address.*"10.0.0.1"/],
    ['a TTL beyond the octet', [right, '--group', '224.0.0.9=256'], /--group: expected.*"224.0.0.9=256"/],
    ['a prefix without a length', [right, '--net', '10.0.0.0'], /--net: expected a prefix.*"10.0.0.0"/],
    [
      'a prefix without a broadcast',
      [right, '--net', '10.0.0.0/31'],
      /--net: expected a prefix with a broadcast address/,
    ],
    ['a bad count', [right, '--list', '-1'], /--list/],
    ['a flag twice', [right, '--list', '1', '--list', '2'], /expected --list once/],
  ];

  test.each(cases)('%s', async (_, words, message) => {
    const { status, stdout, stderr } = await inProcess(['inspect', ...words]);

    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

describe('standard input', () => {
  function streaming(...words: readonly string[]) {
    const child = spawn(process.execPath, [bin, 'inspect', '-', ...words], { stdio: 'pipe' });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const shows = async (text: string): Promise<void> => {
      while (!stdout.includes(text)) await new Promise((resolve) => child.stdout.once('data', resolve));
    };
    return { child, ended, shows, stdout: () => stdout };
  }
  const wrong = readFileSync(capture('wrong-arp-for-group.pcap'));

  test('is judged like a file', async () => {
    const { child, ended, stdout } = streaming('--json', ...net);
    child.stdin.end(readFileSync(capture('right.pcap')));

    expect(await ended).toBe(0);
    const [streamed] = reportOf(stdout()).files;
    const [read] = reportOf((await inProcess(['inspect', capture('right.pcap'), '--json', ...net])).stdout).files;
    expect({ ...streamed, file: '' }).toEqual({ ...read, file: '' });
  });

  test('offending frames are told while it streams', async () => {
    const { child, ended, shows, stdout } = streaming();
    child.stdin.write(wrong);
    await shows('arp-for-unicast-only  frame 1');
    child.stdin.write(wrong.subarray(24));
    await shows('arp-for-unicast-only  frame 2');
    expect(stdout()).not.toContain('checked');
    child.stdin.end();

    expect(await ended).toBe(1);
    expect(stdout()).toMatch(/arp-for-unicast-only +MUST +2 +0 +2\n/);
    expect(stdout().match(/frame 1 /g)).toHaveLength(1);
  });

  test('an interrupt ends it: what was read is reported, status 130', async () => {
    const { child, ended, shows, stdout } = streaming();
    child.stdin.write(wrong);
    await shows('frame 1');
    child.kill('SIGINT');

    expect(await ended).toBe(130);
    expect(stdout()).toContain('checked');
    expect(stdout()).toMatch(/nonconformant: interrupted; broken: arp-for-unicast-only\n$/);
  });

  test('a reader that leaves is no error', async () => {
    const { child, ended, shows } = streaming();
    child.stdin.on('error', () => undefined);
    child.stdin.write(wrong);
    await shows('frame 1');
    child.stdout.destroy();
    child.stdin.end(Buffer.concat(Array.from({ length: 5000 }, () => wrong.subarray(24))));

    expect(await ended).toBe(1);
  });
});
