import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { folder, needs, sockspec } from '../cli/shell.test.helper.ts';
import { describedEndpoint } from '../endpoints/faulty/described/index.ts';
import { datagramProtocol } from './described-datagrams.ts';
import { descriptionIn } from './described-subjects.ts';
import { againstServer, type Replayed } from './replaying.ts';

/** Scripts of `--repro` over UDP: whether each sees its failure again on the fault that had it, and not on the reference. */

beforeEach((context) => needs(context, 'python3'));

const description = descriptionIn(datagramProtocol);

function replay(script: string, fault: string | undefined): Promise<Replayed> {
  const server = describedEndpoint(description, fault);
  if (server === undefined) throw new Error(`expected a fault of ${description.protocol}, found none: ${fault}`);
  return againstServer(script, server);
}

test.concurrent.each([
  ['answers-twice', 'answers'],
  ['ends-at-empty', 'empty'],
  ['ignores-surplus', 'surplus'],
])('the script of a server that %s', { timeout: 60_000 }, async (fault, row) => {
  const bugs = join(folder(), 'bugs');
  const { stderr } = await sockspec([
    ...['run', 'ask/server', '--protocol', datagramProtocol, '--fault', fault, '--only', `ask/server/${row}`],
    ...['--repro', bugs, '--report', 'none'],
  ]);
  const scripts = readdirSync(bugs).filter((name) => name.endsWith('.py'));
  expect(stderr).toContain(`of which ${scripts.length} tell by their exit status`);

  expect(scripts).not.toEqual([]);
  for (const script of scripts) {
    expect(await replay(join(bugs, script), fault)).toMatchObject({ status: 1 });
    expect(await replay(join(bugs, script), undefined)).toMatchObject({ status: 0 });
  }
});
