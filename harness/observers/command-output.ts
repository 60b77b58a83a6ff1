import type { Output } from '../contracts/observer.ts';
import { commandWords } from '../processes/command-line.ts';
import { launch } from '../processes/launch.ts';
import type { Observed } from './observed.ts';

/** Observes `output` through a command whose standard output is what the IUT prints (`adb logcat`, `ssh phone tail -f log`). */
export async function commandOutput(command: string): Promise<Observed<Output>> {
  const process = await launch(commandWords(command, {}), { leavesDaemons: true });
  return { observer: { ...process.output, description: `command ${command}` }, close: process.stop };
}
