import { expect, onTestFinished, test, vi } from 'vitest';
import { NotReachable } from '../contracts/target.ts';
import { commandOutput } from './command-output.ts';

/** How the tests wait: for a condition, with an end. */
const soon = { timeout: 20_000, interval: 5 };

test('what the command prints is the output, octets that are no UTF-8 as escapes', async () => {
  const { observer, close } = await commandOutput(`printf 'gr\\303\\266\\303\\237e \\377\\n'`);
  onTestFinished(close);

  await vi.waitFor(() => expect(observer.text()).toBe('größe \\xFF\n'), soon);
  expect(observer.description).toBe(`command printf 'gr\\303\\266\\303\\237e \\377\\n'`);
});

test('a command that cannot be launched is no observer', async () => {
  await expect(commandOutput('/no/such/command')).rejects.toThrow(NotReachable);
});
