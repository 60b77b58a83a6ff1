import { writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NotReachable } from '../contracts/target.ts';
import { watchDialogue } from '../processes/dialogue.ts';
import { listenTarget, reachableHost } from './listen-target.ts';
import { makeWorkspace } from './workspace.ts';

const target = listenTarget({ kind: 'listen', host: '127.0.0.1', port: 54_321 });

async function promptOf(call: { readonly file?: string }): Promise<string> {
  let said = '';
  const { close } = watchDialogue({
    say: (text) => {
      said = text;
    },
    ask: async () => 'nobody',
    wait: async () => 'nobody',
  });
  onTestFinished(close);
  const client = await target.startClient?.({
    told: 'case a/b',
    host: '::1',
    port: 7,
    dir: '/d',
    typed: false,
    ...call,
  });
  expect(client?.end()).toBe(undefined);
  return said;
}

test('says what to start, and where it must connect to', async () => {
  expect(await promptOf({})).toBe('case a/b: start the client now; it must connect to [::1]:7');
});

test('says which file to send, and that one is not there', async () => {
  const { dir, remove } = await makeWorkspace();
  onTestFinished(remove);
  writeFileSync(join(dir, 'plain.txt'), 'hello');

  expect(await promptOf({ file: join(dir, 'plain.txt') })).toContain(
    `send "plain.txt" (5 octets) of the folder ${dir}`,
  );
  expect(await promptOf({ file: join(dir, 'x.txt') })).toContain(`send "x.txt" (which is not there) of the folder`);
});

test('is no target for servers', async () => {
  await expect(target.start()).rejects.toThrow(NotReachable);
});

test('an address is reached as it is, a wildcard at an address of this machine', () => {
  const own = Object.values(networkInterfaces()).flatMap((interfaces) => interfaces ?? []);

  expect(reachableHost('127.0.0.1')).toBe('127.0.0.1');
  expect(reachableHost('localhost')).toBe('localhost');
  expect(own.map(({ address }) => address)).toContain(reachableHost('0.0.0.0'));
  expect(own.map(({ address }) => address)).toContain(reachableHost('::'));
});
