import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { compiled, inOwnProcess } from '../own-process.test.helper.ts';
import { statFields } from '../stat-fields.ts';

/** What a program is given by the small process that starts it. It is one of its own beside a compiled module. */

/** Launches programs until a starter has started one: that has another parent than those before it. */
const withStarter = `
  import { readFileSync } from 'node:fs';
  import { launch } from ${compiled('processes/launch.js')};
  const run = async (words, options) => {
    const launched = await launch(words, options);
    const end = await launched.ended;
    await launched.stop();
    return { end, printed: launched.output.inOrder() };
  };
  let starter = process.pid;
  for (let tries = 0; starter === process.pid && tries < 500; tries += 1)
    starter = Number((await run(['sh', '-c', 'echo $PPID'])).printed);`;

describe.runIf(process.platform === 'linux')('a starter (Linux)', () => {
  test('is there after some programs, and starts those that follow, each in a session of its own', () => {
    const told = inOwnProcess(`${withStarter}
      const launched = await launch(['sleep', '20']);
      const [, parent, group, session] = readFileSync('/proc/' + launched.pid + '/stat', 'utf8').split(') ')[1].split(' ');
      await launched.stop();
      const { pid } = launched;
      console.log(JSON.stringify({
        ...{ isOther: starter !== process.pid, isOfIt: Number(parent) === starter, end: launched.end() },
        ...{ leadsGroup: Number(group) === pid, leadsSession: Number(session) === pid },
      }));
      process.exit();`);

    expect(told).toEqual({
      ...{ isOther: true, isOfIt: true, end: { status: null, signal: 'SIGTERM' } },
      ...{ leadsGroup: true, leadsSession: true },
    });
  });

  test('tells how a program ended, and what it printed on both streams, the last octet included', () => {
    const told = inOwnProcess(`${withStarter}
      const ends = [];
      for (const script of ['exit 0', 'exit 255', 'kill -9 $$', 'seq 100000 >&2; printf "last words"'])
        ends.push(await run(['sh', '-c', script]));
      const { end, printed } = ends.pop();
      console.log(JSON.stringify({ ends: ends.map((one) => one.end), end, length: printed.length, first: printed.slice(0, 12) }));
      process.exit();`);

    expect(told).toEqual({
      ends: [
        { status: 0, signal: null },
        { status: 255, signal: null },
        { status: null, signal: 'SIGKILL' },
      ],
      end: { status: 0, signal: null },
      length: 'last words'.length + 588_895,
      first: 'last words1\n',
    });
  });

  test('hands over what is typed, the end of the input, the environment and the folder', () => {
    const told = inOwnProcess(`${withStarter}
      const launched = await launch(['sh', '-c', 'cat; echo "$OWN"; pwd'], { env: { OWN: 'ünïcode\\ttoo' }, cwd: '/usr' });
      launched.type('größe\\n');
      launched.type('two\\n');
      launched.closeInput();
      await launched.ended;
      console.log(JSON.stringify(launched.output.text()));
      process.exit();`);

    expect(told).toBe('größe\ntwo\nünïcode\ttoo\n/usr\n');
  });

  test('says of a program that is not there, and of one that may not run, what is said without it', () => {
    const told = inOwnProcess(`
      import { launch as launchFirst } from ${compiled('processes/launch.js')};
      const said = async (launch) => {
        const reasons = [];
        for (const words of [['no-such-program'], ['/etc/passwd']])
          reasons.push(await launch(words).then(() => 'started', (error) => error.name + ': ' + error.message));
        return reasons;
      };
      const without = await said(launchFirst);
      ${withStarter}
      console.log(JSON.stringify({ without, by: await said(launch) }));
      process.exit();`);

    const reasons = [
      expect.stringMatching(/could not be launched: no-such-program: no such program$/),
      expect.stringMatching(/could not be launched: \/etc\/passwd: .*EACCES/),
    ];
    expect(told).toEqual({ without: reasons, by: reasons });
  });

  test('a starter that is ended takes its programs with it, and those that follow are started without', () => {
    const told = inOwnProcess(`${withStarter}
      const launched = await launch(['sleep', '20']);
      process.kill(starter, 'SIGKILL');
      const end = await launched.ended;
      await launched.stop();
      const next = await run(['sh', '-c', 'echo $PPID']);
      console.log(JSON.stringify({ end, isOwn: Number(next.printed) === process.pid }));
      process.exit();`);

    expect(told).toEqual({ end: { status: null, signal: 'SIGKILL' }, isOwn: true });
  });

  test('where the process that asked is killed, its starter ends, and so does what that has started', async () => {
    const script = `${withStarter}
      const launched = await launch(['sh', '-c', 'trap "" TERM HUP; exec sleep 60']);
      console.log(JSON.stringify([starter, launched.pid]));
      await launched.ended;`;
    const asking = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void asking.kill('SIGKILL'));
    const [line]: readonly unknown[] = await once(asking.stdout, 'data');
    const pids: readonly number[] = JSON.parse(String(line));
    expect(pids.map(isRunning)).toEqual([true, true]);

    asking.kill('SIGKILL');

    await vi.waitFor(() => expect(pids.map(isRunning)).toEqual([false, false]), { timeout: 20_000 });
  });

  test('where /proc is that of another namespace of processes, programs are started without it', (context) => {
    const words = ['--pid', '--fork', process.execPath, '--input-type=module', '--eval'];
    if (spawnSync('unshare', ['--pid', '--fork', 'true']).status !== 0) {
      if (process.env.CI !== undefined) throw new Error('CI needs the right to make a namespace of processes (root)');
      context.skip('needs the right to make a namespace of processes (root)');
    }
    const script = `
      import { launch } from ${compiled('processes/launch.js')};
      const parents = [];
      for (let launches = 0; launches < 40; launches += 1) {
        const launched = await launch(['sh', '-c', 'echo $PPID']);
        await launched.ended;
        parents.push(Number(launched.output.text()));
        await launched.stop();
      }
      console.log(JSON.stringify(parents.every((parent) => parent === process.pid)));`;
    const { stdout, stderr } = spawnSync('unshare', [...words, script], { encoding: 'utf8', timeout: 30_000 });

    expect({ stdout, stderr: stderr.includes('could not be launched') }).toEqual({ stdout: 'true\n', stderr: false });
  });

  test('nothing is held open by it: a process that has nothing else to do ends', () => {
    const told = inOwnProcess(`${withStarter}
      console.log(JSON.stringify(starter !== process.pid));`);

    expect(told).toBe(true);
  });
});

function isRunning(pid: number): boolean {
  const state = statFields(pid)?.[0];
  return state !== undefined && state !== 'Z' && state !== 'X';
}
