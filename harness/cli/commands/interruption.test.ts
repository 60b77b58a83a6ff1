import { afterEach, expect, test, vi } from 'vitest';
import { interruptible } from './interruption.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('signals at once are one interrupt; a later one gives up what is lost, and ends the process', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('ended');
  });

  await interruptible(async (signal) => {
    process.emit('SIGINT');
    process.emit('SIGTERM');
    expect([signal.aborted, exit.mock.calls]).toEqual([true, []]);

    vi.advanceTimersByTime(1000);
    expect(() => process.emit('SIGTERM')).toThrow('ended');
  }, 'the report is given up');

  expect(exit.mock.calls).toEqual([[130]]);
  expect(said.mock.calls.map(([text]) => text)).toEqual(['sockspec: interrupted again: the report is given up\n']);
});

test('the work itself may interrupt: a signal after that ends the process', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('ended');
  });

  await interruptible(async (signal, interrupt) => {
    interrupt();
    expect(signal.aborted).toBe(true);
    expect(() => process.emit('SIGINT')).toThrow('ended');
  });

  expect(exit.mock.calls).toEqual([[130]]);
});
