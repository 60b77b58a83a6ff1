import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, test as everyTurn, expect } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import { frameFacts } from '../../../suites/frames/requirements.ts';
import { conclude, type Gate, gated } from '../../engine/conclude.ts';
import { isSelected } from '../../engine/selection.ts';
import { capturesFolder, rightCaptures, wrongCaptures } from '../../frames/captions.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { shellQuoted } from '../../text/quoting.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { plansOf } from '../planning/plans.test.helper.ts';
import { bin, folder, requirementsWith, runReport } from '../shell.test.helper.ts';

const test = takingTurns(everyTurn, 4);

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
  test('obey all ten rules, in all reports alike; that no capture tool is there is no lack for them', () => {
    const dir = folder();
    const files = { json: join(dir, 'run.json'), junit: join(dir, 'out.xml') };
    const reports = Object.entries(files).flatMap(([name, file]) => ['--report', `${name}=${file}`]);

    const env = { ...process.env, PATH: '' };
    const ended = spawnSync(process.execPath, [bin, 'run', 'frames', ...reports], { env, encoding: 'utf8' });

    expect(ended).toMatchObject({ status: 0, stderr: '' });
    const run = readRun(readFileSync(files.json, 'utf8'), files.json);
    expect(run.cases.map(({ id, verdict }) => [id, verdict])).toEqual(rows.map((row) => [`frames/${row}`, 'pass']));
    expect(run.targets).toMatchObject([
      {
        ...{ name: 'reference captures', protocol: 'frames', role: '', kind: 'capture' },
        address: `${rightCaptures().length} captures of the package`,
        summary: run.summary,
      },
    ]);
    expect(ended.stdout).toMatch(/^frames {2}reference captures \(capture, \d+ captures of the package\)$/m);
    expect(ended.stdout).toMatch(/^ {2}multicast-mac +MUST +1 +✓ pass$/m);
    expect(readFileSync(files.junit, 'utf8')).toContain('<testsuite name="frames on reference captures" tests="10"');
  });

  test.each([
    [['frames/*-mac'], ['multicast-mac', 'broadcast-mac']],
    [['frames', '--only', 'frames/igmp-*', '--skip', '**/igmp-leave'], ['igmp-join']],
    [['--only', 'frames/checksums'], ['checksums']],
  ])('run %j selects among the rows', async (words, selected) => {
    const [plan, ...others] = await plansOf(...words);

    expect(others).toEqual([]);
    expect(plan?.target.name).toBe('reference captures');
    expect(rows.filter((row) => plan !== undefined && isSelected(plan.selection, `frames/${row}`, undefined))).toEqual(
      selected,
    );
  });

  test('no other suite brings them along', async () => {
    const plans = await plansOf('fortune/server', '--only', '**/speaks-first');

    expect(plans.map(({ target }) => target.name)).toEqual(['reference fortune']);
  });
});

describe('captures in a profile', () => {
  const wrong = wrongCaptures();
  let judged: Awaited<ReturnType<typeof runReport>>;
  let broken = '';

  beforeAll(async () => {
    const dir = mkdtempSync(join(tmpdir(), 'sockspec frames-'));
    mkdirSync(join(dir, 'seen'));
    copyFileSync(ttl5, join(dir, 'seen', 'ttl.pcap'));
    copyFileSync(capture('crafted-wrong-directed-broadcast-to-unicast-mac.pcap'), join(dir, 'seen', 'host.pcap'));
    broken = join(dir, 'wrong and cut.pcap');
    const octets = readFileSync(capture('crafted-wrong-source-is-group.pcap'));
    writeFileSync(broken, Buffer.concat([octets, Buffer.alloc(7)]));
    const seen = ['seen/ttl.pcap', 'seen/host.pcap'];
    const targets = [
      ...wrong.map(({ name, file }) => captured(name, [capture(file)])),
      captured('sender', [ttl5]),
      captured('both', [right, capture('crafted-wrong-arp-for-group.pcap')]),
      captured('cut', [cutOff, right]),
      captured('cut alone', [cutOff]),
      captured('wrong and cut', [broken]),
      captured('raw', [capture('crafted-right-raw.pcap')]),
      captured('declared', seen, { groups: ['224.202.20.30=5'], nets: ['10.1.0.0/16'] }),
      captured('another ttl', seen, { groups: ['224.202.20.30=4'], nets: ['10.1.0.0/16'] }),
      captured('two nets', seen, { groups: ['224.202.20.30=5'], nets: ['10.1.0.0/16', '10.0.0.0/24'] }),
      { name: 'built-in', suite: 'frames', reference: 'captures', fault: 'ttl-5' },
    ];
    writeFileSync(join(dir, 'profile.json'), JSON.stringify({ targets }));
    judged = await runReport(['--profile', join(dir, 'profile.json')]);
    rmSync(dir, { recursive: true });
  }, 120_000);

  const of = (name: string) => judged.run.cases.filter(({ target }) => target === name);
  const red = (name: string) => requirementsWith(of(name), 'fail', 'warning', 'error');
  const statusOf = (name: string, gate: Partial<Gate> = {}): number =>
    conclude(gated(of(name), { strict: false, require: [], ...gate }), { interrupted: false, errors: [] }).exitStatus;

  test('each wrong one breaks its rules, and no other', () => {
    expect(Object.fromEntries(wrong.map(({ name }) => [name, red(name)]))).toEqual(
      Object.fromEntries(wrong.map(({ name, breaks }) => [name, breaks.toSorted()])),
    );
    expect(judged).toMatchObject({ status: 1, stderr: '' });
  });

  test('a broken SHOULD is a warning that tells what was expected, what was found, and where', () => {
    const warned = of('sender').find(({ id }) => id === 'frames/multicast-ttl');

    expect(statusOf('sender')).toBe(0);
    expect(statusOf('sender', { strict: true })).toBe(1);
    expect(warned).toMatchObject({ verdict: 'warning', notes: ['1 frame in 1 of 1 capture checked'] });
    expect(warned?.reason).toMatch(
      /^expected no frame to break it; saw 1 of 1 frames break it, the first: expected TTL 1.*, found 5 \(frame 1 of .*crafted-wrong-ttl-5\.pcap: .* > 224\.202\.20\.30:54321, UDP, TTL 5, \d+ octets\)$/,
    );
    expect(warned?.evidence).toEqual([
      expect.objectContaining({ who: 'iut', what: 'frame', text: expect.stringMatching(/; TTL at octet 22: 05$/) }),
    ]);
  });

  test('several are judged together: the rule is broken in one of them', () => {
    expect(statusOf('both')).toBe(1);
    expect(requirementsWith(of('both'), 'pass')).toEqual(
      rows.filter((row) => row !== 'arp-for-unicast-only').toSorted(),
    );
    expect(of('both').find(({ verdict }) => verdict === 'fail')?.notes).toEqual([
      expect.stringMatching(/^\d+ frames in 2 of 2 captures checked$/),
    ]);
  });

  test('a damaged one leaves open what it does not break, and fails what it does', () => {
    expect(requirementsWith(of('cut'), 'inconclusive')).toEqual(rows.toSorted());
    for (const { reason } of of('cut')) {
      expect(reason).toMatch(
        /crafted-damaged-cut-off\.pcap is damaged at octet 176: expected a frame of 60 octets, found 8; /,
      );
    }
    expect(requirementsWith(of('wrong and cut'), 'fail')).toEqual(['source-is-unicast']);
    expect(requirementsWith(of('wrong and cut'), 'inconclusive')).toEqual(
      rows.filter((row) => row !== 'source-is-unicast').toSorted(),
    );
    expect(statusOf('wrong and cut')).toBe(1);
    expect(statusOf('cut alone')).toBe(3);
  });

  test('frames without MACs are not judged by rules of MACs, and --require tells what was not seen', () => {
    const verdictOf = (row: string): string => {
      const found = of('raw').find(({ id }) => id === `frames/${row}`);
      return `${found?.verdict} ${found?.reason}`;
    };

    expect(verdictOf('multicast-mac')).toMatch(/^not-applicable \d+ frames?: no MACs on this link$/);
    expect(verdictOf('arp-for-unicast-only')).toMatch(
      /^inconclusive no frame that it is about is in .*crafted-right-raw\.pcap$/,
    );
    expect(statusOf('raw')).toBe(0);
    expect(statusOf('raw', { require: ['frames/arp-*'] })).toBe(1);
  });

  test('their paths are relative to its folder, and they are judged by what it declares', () => {
    expect(['declared', 'another ttl', 'two nets'].map(red)).toEqual([[], ['multicast-ttl'], ['broadcast-mac']]);
  });

  test('a case is reproduced by its command', async () => {
    const built = of('built-in').find(({ id }) => id === 'frames/multicast-ttl');

    expect(built?.reproduce).toBe(
      'sockspec run frames --reference captures --fault ttl-5 --only frames/multicast-ttl --seed 1',
    );
    const again = await runReport((built?.reproduce ?? '').split(' ').slice(2));
    expect(again.run.cases.map(({ id, reason }) => [id, reason])).toEqual([[built?.id, built?.reason]]);
  });
});

describe('captures on the command line', () => {
  const ofTwo = takingTurns(everyTurn, 2);
  const flags = ['--group', '224.202.20.30=5', '--group', '239.255.1.2', ...net];
  const files = ['--captures', right, '--captures', ttl5];

  ofTwo('are one target, need no suite to be named, and their command reproduces a case', async () => {
    const [plan, ...others] = await plansOf(...files, ...flags);

    expect(others).toEqual([]);
    expect(plan?.target).toMatchObject({ name: `${right} ${ttl5}`, suite: 'frames', means: { kind: 'capture' } });
    expect(plan?.target.reproduce).toBe(
      `frames --captures ${shellQuoted(right)} --captures ${shellQuoted(ttl5)} --group 224.202.20.30=5 --group 239.255.1.2 --net 10.0.0.0/24`,
    );
    expect(await plansOf('frames', ...files, ...flags)).toEqual([{ ...plan, selection: expect.anything() }]);
  });

  ofTwo('what flags declare counts, whatever the profile says', async () => {
    const profile = profileOf(captured('phone', [ttl5], { groups: ['224.202.20.30=5'], nets: ['10.1.0.0/16'] }));
    const [plan] = await plansOf('frames', '--profile', profile, ...flags);

    expect(plan?.target).toMatchObject({
      name: 'phone',
      means: { captures: [{ file: ttl5, nets: ['10.0.0.0/24'] }], groups: ['224.202.20.30=5', '239.255.1.2'] },
    });
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
      /--captures: expected a pcap or pcapng file, found a text: text2pcap .* makes one of it, in ".*bin\.cjs"/,
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
    const { status, stdout, stderr } = await inProcess(
      words.map((word) => (word === 'PROFILE' ? profileOf({ suite: 'frames' }) : word)),
    );

    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});
