import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { frameFacts } from '../../suites/frames/requirements.ts';
import { capturesFolder, rightCaptures, wrongCaptures } from '../frames/captions.ts';
import { shellQuoted } from '../text/quoting.ts';
import { bin, folder, requirementsWith, runReport, sockspec } from './shell.test.helper.ts';

/** The suite of captures: the built-in ones, and those that a profile or the command line names. */

const rows = Object.keys(frameFacts.rows);
const capture = (file: string): string => join(capturesFolder, file);
const right = capture('crafted-right.pcap');
const ttl5 = capture('crafted-wrong-ttl-5.pcap');
const cutOff = capture('crafted-damaged-cut-off.pcap');
const net = ['--net', '10.0.0.0/24'];

/** A profile with these targets, in a folder of its own. */
function profileOf(...targets: readonly object[]): string {
  const file = join(folder(), 'profile.json');
  writeFileSync(file, JSON.stringify({ targets }));
  return file;
}

const captured = (name: string, files: readonly string[], more: object = {}) => ({
  ...{ name, suite: 'frames', captures: files, nets: ['10.0.0.0/24'] },
  ...more,
});

describe('the built-in captures', () => {
  test('obey all ten rules, in all reports alike', async () => {
    const dir = folder();
    const files = { json: join(dir, 'run.json'), junit: join(dir, 'out.xml') };

    const ended = await sockspec([
      'run',
      'frames',
      ...Object.entries(files).flatMap(([name, file]) => ['--report', `${name}=${file}`]),
    ]);

    expect(ended).toMatchObject({ status: 0, stderr: '' });
    const run = readRun(readFileSync(files.json, 'utf8'), files.json);
    expect(run.cases.map(({ id, verdict }) => [id, verdict])).toEqual(rows.map((row) => [`frames/${row}`, 'pass']));
    expect(run.targets).toEqual([
      {
        ...{ name: 'reference captures', protocol: 'frames', role: '', kind: 'capture' },
        address: `${rightCaptures().length} captures of the package`,
      },
    ]);
    expect(ended.stdout).toMatch(/^frames {2}reference captures \(capture, \d+ captures of the package\)$/m);
    expect(ended.stdout).toMatch(/^ {2}multicast-mac +MUST +1 +✓ pass$/m);
    expect(readFileSync(files.junit, 'utf8')).toContain('<testsuite name="frames on reference captures" tests="10"');
  });

  test('a case is reproduced by its command', async () => {
    const { run } = await runReport(['frames', '--fault', 'ttl-5', '--only', 'frames/multicast-ttl']);
    const [first] = run.cases;
    expect(first?.reproduce).toBe(
      'sockspec run frames --reference captures --fault ttl-5 --only frames/multicast-ttl --seed 1',
    );

    const again = await runReport((first?.reproduce ?? '').split(' ').slice(2));
    expect(again.run.cases.map(({ id, reason }) => [id, reason])).toEqual([[first?.id, first?.reason]]);
  });

  test('a machine without a capture tool lacks nothing for them', () => {
    const env = { ...process.env, PATH: '' };
    const words = [bin, 'run', 'frames', '--only', '**/checksums'];

    expect(spawnSync(process.execPath, words, { env, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  test.each([
    [['frames/*-mac'], ['multicast-mac', 'broadcast-mac']],
    [['frames', '--only', 'frames/igmp-*', '--skip', '**/igmp-leave'], ['igmp-join']],
    [['--only', 'frames/checksums'], ['checksums']],
  ])('run %j selects among the rows', async (words, selected) => {
    const { run } = await runReport(words);

    expect(run.cases.map(({ id, target }) => [id, target])).toEqual(
      selected.map((row) => [`frames/${row}`, 'reference captures']),
    );
  });

  test('no other suite brings them along', async () => {
    const { run } = await runReport(['fortune/server', '--only', '**/speaks-first']);

    expect(run.targets.map(({ name }) => name)).toEqual(['reference fortune']);
  });
});

describe('captures in a profile', () => {
  test('each wrong one breaks its rules, and no other', { timeout: 120_000 }, async () => {
    const wrong = wrongCaptures();
    const profile = profileOf(...wrong.map(({ name, file }) => captured(name, [capture(file)])));

    const { run, status, stderr } = await runReport(['--profile', profile]);

    const red = wrong.map(({ name }) => [
      name,
      requirementsWith(
        run.cases.filter(({ target }) => target === name),
        'fail',
        'warning',
        'error',
      ),
    ]);
    expect(Object.fromEntries(red)).toEqual(
      Object.fromEntries(wrong.map(({ name, breaks }) => [name, breaks.toSorted()])),
    );
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });

  test('a broken SHOULD is a warning that tells what was expected, what was found, and where', async () => {
    const profile = profileOf(captured('sender', [ttl5]));

    const { run, status } = await runReport(['--profile', profile, '--only', '**/multicast-ttl']);

    expect(status).toBe(0);
    expect(run.cases[0]).toMatchObject({ verdict: 'warning', notes: ['1 frame in 1 of 1 capture checked'] });
    expect(run.cases[0]?.reason).toMatch(
      /^expected no frame to break it; saw 1 of 1 frames break it, the first: expected TTL 1.*, found 5 \(frame 1 of .*crafted-wrong-ttl-5\.pcap: .* > 224\.202\.20\.30:54321, UDP, TTL 5, \d+ octets\)$/,
    );
    expect(run.cases[0]?.evidence).toEqual([
      expect.objectContaining({ who: 'iut', what: 'frame', text: expect.stringMatching(/; TTL at octet 22: 05$/) }),
    ]);
    expect((await runReport(['--profile', profile, '--only', '**/multicast-ttl', '--strict'])).status).toBe(1);
  });

  test('several are judged together: the rule is broken in one of them', async () => {
    const { run, status } = await runReport([
      '--profile',
      profileOf(captured('both', [right, capture('crafted-wrong-arp-for-group.pcap')])),
    ]);

    expect(status).toBe(1);
    expect(requirementsWith(run.cases, 'pass')).toEqual(
      rows.filter((row) => row !== 'arp-for-unicast-only').toSorted(),
    );
    expect(run.cases.find(({ verdict }) => verdict === 'fail')?.notes).toEqual([
      expect.stringMatching(/^\d+ frames in 2 of 2 captures checked$/),
    ]);
  });

  test('a damaged one leaves open what it does not break, and fails what it does', async () => {
    const broken = join(folder(), 'wrong and cut.pcap');
    const wrong = readFileSync(capture('crafted-wrong-source-is-group.pcap'));
    writeFileSync(broken, Buffer.concat([wrong, Buffer.alloc(7)]));
    const profile = profileOf(captured('cut', [cutOff, right]), captured('wrong', [broken]));

    const { run, status } = await runReport(['--profile', profile]);

    const of = (name: string) => run.cases.filter(({ target }) => target === name);
    expect(requirementsWith(of('cut'), 'inconclusive')).toEqual(rows.toSorted());
    for (const { reason } of of('cut')) {
      expect(reason).toMatch(
        /crafted-damaged-cut-off\.pcap is damaged at octet 176: expected a frame of 60 octets, found 8; /,
      );
    }
    expect(requirementsWith(of('wrong'), 'fail')).toEqual(['source-is-unicast']);
    expect(requirementsWith(of('wrong'), 'inconclusive')).toEqual(
      rows.filter((row) => row !== 'source-is-unicast').toSorted(),
    );
    expect(status).toBe(1);
    expect((await runReport(['--profile', profileOf(captured('cut', [cutOff]))])).status).toBe(3);
  });

  test('frames without MACs are not judged by rules of MACs, and --require tells what was not seen', async () => {
    const profile = profileOf(captured('raw', [capture('crafted-right-raw.pcap')]));

    const { run, status } = await runReport(['--profile', profile]);
    const verdictOf = (row: string): string => {
      const found = run.cases.find(({ id }) => id === `frames/${row}`);
      return `${found?.verdict} ${found?.reason}`;
    };

    expect(verdictOf('multicast-mac')).toMatch(/^not-applicable \d+ frames?: no MACs on this link$/);
    expect(verdictOf('arp-for-unicast-only')).toMatch(
      /^inconclusive no frame that it is about is in .*crafted-right-raw\.pcap$/,
    );
    expect(status).toBe(0);
    expect((await runReport(['--profile', profile, '--require', 'frames/arp-*'])).status).toBe(1);
  });

  test('their paths are relative to its folder, and what it declares counts until a flag says otherwise', async () => {
    const dir = folder();
    mkdirSync(join(dir, 'seen'));
    copyFileSync(ttl5, join(dir, 'seen', 'ttl.pcap'));
    copyFileSync(capture('crafted-wrong-directed-broadcast-to-unicast-mac.pcap'), join(dir, 'seen', 'host.pcap'));
    writeFileSync(
      join(dir, 'profile.yaml'),
      'targets:\n  - {suite: frames, captures: [seen/ttl.pcap, seen/host.pcap], groups: [224.202.20.30=5], nets: [10.1.0.0/16]}\n',
    );
    const red = async (...flags: readonly string[]) =>
      requirementsWith(
        (await runReport(['frames', '--profile', join(dir, 'profile.yaml'), ...flags])).run.cases,
        'fail',
        'warning',
      );

    expect(await red()).toEqual([]);
    expect(await red('--group', '224.202.20.30=4')).toEqual(['multicast-ttl']);
    expect(await red('--net', '10.1.0.0/16', ...net)).toEqual(['broadcast-mac']);
  });
});

describe('captures on the command line', () => {
  test('are judged together, and their command reproduces a case', async () => {
    const words = [
      'frames',
      '--captures',
      right,
      '--captures',
      ttl5,
      '--group',
      '224.202.20.30=5',
      '--group',
      '239.255.1.2',
      ...net,
    ];

    const { run } = await runReport(words);

    expect(run.targets).toEqual([expect.objectContaining({ kind: 'capture', address: `${right} ${ttl5}` })]);
    const [first] = run.cases;
    expect(first?.reproduce).toBe(
      `sockspec run frames --captures ${shellQuoted(right)} --captures ${shellQuoted(ttl5)} --group 224.202.20.30=5 --group 239.255.1.2 --net 10.0.0.0/24 --only frames/multicast-mac --seed 1`,
    );
  });

  test('need no suite to be named: there is one for them', async () => {
    const { run } = await runReport(['--captures', right, ...net]);

    expect(run.cases.map(({ verdict }) => verdict)).toEqual(run.cases.map(() => 'pass'));
    expect(run.targets).toMatchObject([{ kind: 'capture', protocol: 'frames' }]);
  });
});

describe('what is wrong about captures is one line and status 2, and nothing is run', () => {
  const named = ['run', 'frames', '--captures'];
  const cases: ReadonlyArray<readonly [string, readonly string[], RegExp]> = [
    [
      'a missing file',
      [...named, '/nowhere.pcap'],
      /target 1: --captures: expected a capture, found "\/nowhere\.pcap": ENOENT/,
    ],
    ['a folder', [...named, capturesFolder], /--captures: expected a capture, found ".*": it is a folder/],
    ['a device', [...named, '/dev/null'], /--captures: expected a capture in a regular file, found "\/dev\/null"/],
    [
      'no capture',
      [...named, bin],
      /--captures: expected a pcap or pcapng file, found one that begins with [0-9a-f]{8}, in ".*bin\.cjs"/,
    ],
    [
      'another suite',
      ['run', 'fortune/server', '--captures', right],
      /expected captures with the suite frames, found fortune\/server/,
    ],
    ['captures and a program', [...named, right, '--exec', 'true'], /expected captures without exec, found "true"/],
    [
      'captures and an address',
      [...named, right, '--target', '127.0.0.1:1'],
      /expected captures without target, found "127/,
    ],
    [
      'captures and built-in ones',
      [...named, right, '--reference', 'captures'],
      /expected captures without --reference/,
    ],
    [
      'a bad prefix',
      [...named, right, '--net', '10.0.0.0/31'],
      /--net: expected a prefix with a broadcast address, .*"10\.0\.0\.0\/31"/,
    ],
    ['a bad group', [...named, right, '--group', '10.0.0.1'], /--group: expected a multicast address.*"10\.0\.0\.1"/],
    ['a prefix of built-in ones', ['run', 'frames', ...net], /expected nets without --reference/],
    ['a prefix of another suite', ['run', 'fortune/server', ...net], /expected nets with the suite frames/],
    ['an unknown fault', ['run', 'frames', '--fault', 'x'], /expected a fault of captures \(.*ttl-5.*\), found x/],
    [
      'an unknown reference',
      ['run', 'frames', '--reference', 'fortune'],
      /expected a reference of frames \(captures\), found "fortune"/,
    ],
    [
      'no captures',
      ['run', '--profile', 'PROFILE'],
      /target 1: expected --captures, or captures in the profile, found none/,
    ],
  ];

  test.each(cases)('%s', async (_, words, message) => {
    const { status, stdout, stderr } = await sockspec(
      words.map((word) => (word === 'PROFILE' ? profileOf({ suite: 'frames' }) : word)),
    );

    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});
