import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, test as everyTurn, expect } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import { summarize } from '../../../reports/summary.ts';
import type { Run } from '../../contracts/run.ts';
import { DEFAULT_GROUP } from '../../frames/declaring.ts';
import { inspectFile } from '../../frames/inspect.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { type Namespace, namespaceWith } from '../namespace.test.helper.ts';
import { bin, folder, needs, requirementsWith } from '../shell.test.helper.ts';

const test = takingTurns(everyTurn, 4);

/** Runs and captures inside a network namespace, where no other program's frames are. */

const { exec } = namespaceWith([]);
const [ip, ...inside] = exec;

beforeEach((context) => {
  needs(context, 'tcpdump');
});

function words(...own: readonly string[]): [string, string[]] {
  return [ip, [...inside, process.execPath, bin, ...own]];
}

function run(...own: readonly string[]) {
  return runIn(exec, own);
}

function runIn([enter, ...place]: Namespace['exec'], own: readonly string[]) {
  const command = [...place, process.execPath, bin, 'run', ...own, '--report', 'json'];
  const { status, stdout, stderr } = spawnSync(enter, command, { encoding: 'utf8' });
  return { status, stderr, run: readRun(stdout, stderr) };
}

function verdictOf({ cases }: Run, id: string) {
  const found = cases.find((one) => one.id === id);
  return found === undefined ? 'no such case' : `${found.verdict} ${found.reason}`.trim();
}

describe('run --capture where no frame is', () => {
  // A host that has left a group says so once more within a second (RFC 3376 §8.11), when the next test captures already.
  const quiet = namespaceWith([]);

  everyTurn('captures that are judged too are a target of their own', { timeout: 60_000 }, () => {
    const { run: report, status } = runIn(quiet.exec, [
      'frames',
      '--capture',
      '--frames',
      join(folder(), 'kept frames'),
    ]);

    // No case of this run sends a frame, so that nothing is known of the interface.
    expect([status, report.notJudged]).toEqual([3, ['frames on lo']]);
    expect(report.targets.map(({ name }) => name)).toEqual(['reference captures', 'frames on lo']);
    expect(requirementsWith(report.cases, 'pass')).toHaveLength(10);
    for (const { name } of report.targets) {
      const rows = report.cases.filter(({ target }) => target === name).map(({ id }) => id);
      expect(rows).toHaveLength(10);
      expect(new Set(rows).size).toBe(10);
    }
  });
});

describe('run --capture', () => {
  const frames = (): string => join(folder(), 'kept frames');
  const sender = (more: string): string =>
    `'${process.execPath}' '${bin}' call multicast {destination}:{port} --interface {interface} ${more}`;

  test('the time to live is judged by the frames', { timeout: 60_000 }, () => {
    const only = ['--only', 'multicast/sender/ttl', '--interface', 'lo', '--capture', '--frames', frames()];

    const right = run('multicast/sender', ...only, '--exec', sender(''));
    expect(verdictOf(right.run, 'multicast/sender/ttl')).toBe('pass');
    expect(right).toMatchObject({ status: 0, stderr: '' });

    const wrong = run('multicast/sender', ...only, '--exec', sender('--ttl 64'));
    expect(verdictOf(wrong.run, 'multicast/sender/ttl')).toBe(
      'warning expected a time to live of 1; saw a time to live of 64',
    );
    const { evidence = [] } = wrong.run.cases.find(({ id }) => id === 'multicast/sender/ttl') ?? {};
    expect(evidence.filter(({ what }) => what === 'frame')[0]?.text).toMatch(/ > 239\.255\.\d+\.\d+:\d+, UDP.*TTL 64/);
  });

  test('without it the row says what would conclude it', { timeout: 60_000 }, () => {
    const { run: report } = run('multicast/sender', '--only', '**/ttl', '--interface', 'lo', '--exec', sender(''));

    expect(verdictOf(report, 'multicast/sender/ttl')).toBe(
      'inconclusive the time to live cannot be seen: needs --capture',
    );
  });

  test('keeps a file a case, with its id as comment and the frames of its ports alone', {
    timeout: 60_000,
  }, async () => {
    const kept = frames();
    const { run: report } = run(
      'fortune/server',
      '--only',
      '**/closes-after-phrase',
      '--only',
      '**/speaks-first',
      '--capture',
      '--frames',
      kept,
    );

    const files = report.cases.flatMap((one) => one.frames ?? []);
    expect(files.map((file) => file.split('/').at(-1))).toEqual([
      'fortune_server_speaks-first.pcapng',
      'fortune_server_closes-after-phrase.pcapng',
    ]);
    for (const file of files) {
      const declared = { groups: [DEFAULT_GROUP], nets: [] };
      const found = await inspectFile(file, { declared, listed: 1, conversations: true });
      expect(found).toMatchObject({ format: 'pcapng', damage: undefined });
      // The last segment of a connection may come so late that it opens the file of the next case: its sides are swapped.
      const [first = [], ...others] = (found.conversations?.followed ?? []).map(({ sides }) =>
        sides.map(({ address }) => address),
      );
      expect(first.filter((address) => others.every((sides) => sides.includes(address)))).not.toEqual([]);
    }
    expect(readdirSync(kept)).toEqual(['reference_fortune']);
  });

  test('Wireshark reads the files, and shows the comment', { timeout: 60_000 }, (context) => {
    needs(context, 'capinfos');
    needs(context, 'tshark');
    const { run: report } = run('lines/server', '--only', '**/closes-at-end', '--capture', '--frames', frames());
    const [file = ''] = report.cases.flatMap((one) => one.frames ?? []);

    expect(execFileSync('capinfos', ['-k', file], { encoding: 'utf8' })).toContain('lines/server/closes-at-end');
    const fields = ['-T', 'fields', '-e', 'tcp.flags.fin', '-e', 'tcp.port'];
    const ends = execFileSync('tshark', ['-r', file, ...fields], { encoding: 'utf8' });
    expect(ends).toMatch(/^(1|True)\t\d+,\d+$/m);
  });

  test('the frame facts of the whole run stand in its report', { timeout: 60_000 }, () => {
    const { run: report, status } = run(
      'multicast/receiver',
      '--only',
      '**/receives-after-join',
      '--capture',
      '--frames',
      frames(),
    );

    const facts = report.cases.filter(({ requirement }) => requirement.startsWith('frames/'));
    expect(requirementsWith(facts, 'pass')).toEqual(
      expect.arrayContaining(['checksums', 'igmp-join', 'igmp-leave', 'not-fragmented', 'source-is-unicast']),
    );
    expect(verdictOf(report, 'frames/multicast-mac')).toMatch(/^not-applicable \d+ frames: no MACs on this link$/);
    expect(report.targets.at(-1)).toEqual({
      ...{ name: 'frames on lo', protocol: 'frames', role: '', kind: 'capture', address: 'lo' },
      summary: summarize(facts),
    });
    expect(status).toBe(0);
  });

  test('without an interface, frames of all interfaces are captured', { timeout: 60_000 }, () => {
    const exec = `'${process.execPath}' '${bin}' serve lines --host {host} --port {port}`;
    const { run: report, stderr } = run(
      'lines/server',
      '--exec',
      exec,
      '--only',
      '**/closes-at-end',
      '--capture',
      '--frames',
      frames(),
    );

    expect(stderr).toBe('');
    expect(report.targets.map(({ name }) => name)).toContain('frames on any');
    expect(verdictOf(report, 'lines/server/closes-at-end')).toBe('pass');
    expect(verdictOf(report, 'frames/checksums')).not.toMatch(/^(fail|error|no such case)/);
  });

  test('where there is no room for the frames, the run ends in a report that says so', { timeout: 60_000 }, () => {
    const place = folder();
    const mount = `mount -t tmpfs -o size=1m none '${place}' && TMPDIR='${place}' exec "$@"`;
    const [program, own] = words('run', 'lines/server', '--only', '**/{endless-line,closes-at-end}', '--capture');
    const small = [...inside, 'unshare', '--mount', 'sh', '-c', mount, 'sh', ...own.slice(inside.length)];
    const flags = ['--frames', frames(), '--report', 'json'];
    const { status, stdout, stderr } = spawnSync(program, [...small, ...flags], { encoding: 'utf8' });

    expect(status).toBe(4);
    expect(stderr).toMatch(/^sockspec: the capture on lo cannot be used: it cannot be written: .*no space left.*\n$/i);
    const report = readRun(stdout, stderr);
    expect(verdictOf(report, 'lines/server/closes-at-end')).toBe('pass');
    expect(verdictOf(report, 'frames/multicast-mac')).toMatch(/^inconclusive the capture on lo cannot be used/);
  });

  test('a target that is named like what is captured is refused', () => {
    const profile = join(folder(), 'profile.json');
    writeFileSync(
      profile,
      JSON.stringify({ targets: [{ name: 'frames on lo', suite: 'frames', reference: 'captures' }] }),
    );
    const { status, stdout, stderr } = spawnSync(
      ...words('run', '--profile', profile, '--capture', 'lo', '--frames', frames()),
      { encoding: 'utf8' },
    );

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^sockspec: --capture: expected targets of other names [^\n]*"frames on lo"\n$/);
  });

  test('an interface that is not there, and a folder that cannot be made, are told before anything is run', async () => {
    expect(await inProcess(['run', 'fortune/server', '--capture', 'wlan9'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^sockspec: .*wlan9[^\n]*\n$/),
    });
    expect(await inProcess(['run', 'fortune/server', '--capture', 'lo', '--frames', '/dev/null/x'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^sockspec: --frames: expected a folder, found the file \/dev\/null\n$/),
    });
    expect(await inProcess(['run', 'fortune/server', '--frames', 'x'])).toMatchObject({ status: 2, stdout: '' });
  });

  test('without the right to capture one line says so, with the mend', (context) => {
    needs(context, 'setpriv');
    const dropped = ['setpriv', '--bounding-set', '-net_raw,-net_admin', '--inh-caps', '-all'];
    const [program, own] = words('run', 'fortune/server', '--capture', 'lo', '--frames', frames());
    const { status, stdout, stderr } = spawnSync(program, [...inside, ...dropped, ...own.slice(inside.length)], {
      encoding: 'utf8',
    });

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^sockspec: --capture: no right to capture on lo \(.*\): run as root[^\n]*\n$/);
  });
});

describe('capture', () => {
  const ofThree = takingTurns(everyTurn, 3);

  ofThree('judges the frames of an interface until Ctrl-C', { timeout: 60_000 }, async () => {
    const [program, own] = words('capture', '--interface', 'lo', '--group', '239.255.3.4', '--json');
    const child = spawn(program, own, { stdio: ['ignore', 'pipe', 'pipe'] });
    const [output, ended] = [text(child.stdout), once(child, 'exit')];
    await saying(child.stderr, 'capturing on lo');
    spawnSync(
      ...words(
        'call',
        'multicast',
        '239.255.3.4:5000',
        '--interface',
        'lo',
        '--count',
        '3',
        '--interval',
        '10',
        '--ttl',
        '5',
      ),
    );
    child.kill('SIGINT');

    expect(await ended).toEqual([0, null]);
    const report = JSON.parse(await output);
    const ttl = report.files[0].rules.find((one: { readonly rule: string }) => one.rule === 'frames/multicast-ttl');
    expect(ttl).toMatchObject({ checked: 3, broken: 3 });
  });

  ofThree('ends by itself after its duration, and keeps the frames', { timeout: 60_000 }, async () => {
    const file = join(folder(), 'kept.pcap');
    const { status } = spawnSync(
      ...words('capture', '--interface', 'lo', '--duration', '200', '--write', file, '--quiet'),
    );

    expect(status).toBe(3);
    const declared = { groups: [DEFAULT_GROUP], nets: [] };
    expect(await inspectFile(file, { declared, listed: 1, conversations: false })).toMatchObject({
      damage: undefined,
      frames: 0,
    });
  });

  ofThree('a wrong filter is told in one line', () => {
    const { status, stderr } = spawnSync(...words('capture', '--interface', 'lo', '--filter', 'tcp prot'), {
      encoding: 'utf8',
    });

    expect(status).toBe(2);
    expect(stderr).toMatch(/^sockspec: tcpdump cannot capture on lo: [^\n]*(syntax error|parse)[^\n]*\n$/);
  });
});

/** Resolves once a program has said something. */
function saying(stream: NodeJS.ReadableStream, words: string): Promise<void> {
  return new Promise((resolve) => {
    let said = '';
    stream.on('data', (piece: Buffer) => {
      said += piece.toString();
      if (said.includes(words)) resolve();
    });
  });
}
