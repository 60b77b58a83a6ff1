import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as everyTurn, expect } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { shellQuoted } from '../../text/quoting.ts';
import { folder, program, sockspecLine } from '../shell.test.helper.ts';
import { plansOf } from './plans.test.helper.ts';

/** For those that start a command. */
const test = takingTurns(everyTurn, 3);

const target = { suite: 'lines/server', exec: 'x {port}', limits: { closeMs: 300 } };

function profileFile(profile: object): string {
  const file = join(folder(), 'profile.json');
  writeFileSync(file, JSON.stringify(profile));
  return file;
}

everyTurn(
  'what no flag can say is said by the profile, with what flags have changed, and its reports are left alone',
  async () => {
    const file = profileFile({
      targets: [target, { suite: 'record/server', exec: 'y {port}' }],
      report: ['json=run.json'],
    });
    const reproduced = async (...words: readonly string[]) =>
      (await plansOf('--profile', file, ...words)).map(({ target: { reproduce, unsaid } }) => ({ reproduce, unsaid }));

    expect(await reproduced()).toEqual([
      { reproduce: `lines/server --profile ${shellQuoted(file)} --report table`, unsaid: undefined },
      { reproduce: "record/server --exec 'y {port}'", unsaid: undefined },
    ]);
    expect(await reproduced('lines/server', '--exec', 'z {port}', '--idle-timeout', '5')).toEqual([
      {
        reproduce: `lines/server --exec 'z {port}' --profile ${shellQuoted(file)} --idle-timeout 5 --report table`,
        unsaid: undefined,
      },
    ]);
  },
);

everyTurn('of several targets of a suite, the command says what it leaves out', async () => {
  const other = { ...target, name: 'other', limits: {}, env: { TOKEN: 'secret' }, capabilities: { ttl: 2 } };
  const plans = await plansOf('--profile', profileFile({ targets: [target, other] }));

  expect(plans.map(({ target: { reproduce, unsaid } }) => ({ reproduce, unsaid }))).toEqual([
    { reproduce: "lines/server --exec 'x {port}'", unsaid: ['limits.closeMs'] },
    { reproduce: "lines/server --exec 'x {port}'", unsaid: ['env.TOKEN', 'capabilities.ttl'] },
  ]);
});

test('the command of a failure fails again where the profile has the environment of the program', async () => {
  const exec = `sh -c 'exec python3 "$SERVER" {host} {port}'`;
  const env = { SERVER: program('lines_chunk_decode.py') };
  const file = profileFile({ targets: [{ suite: 'lines/server', exec, env }] });
  const run = async (line: string) => {
    const { status, stdout, stderr } = await sockspecLine(`${line} --report json`, join(file, '..'));
    return { status, cases: readRun(stdout, stderr).cases };
  };
  const { status, cases } = await run('run --profile profile.json --only lines/server/split-characters');
  const failed = cases.find(({ verdict }) => verdict === 'fail');

  expect(status).toBe(1);
  const again = await run((failed?.reproduce ?? '').replace(/^sockspec /, ''));
  expect([again.status, again.cases.map(({ id, verdict }) => [id, verdict])]).toEqual([1, [[failed?.id, 'fail']]]);
});
