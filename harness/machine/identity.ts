import { readFile } from 'node:fs/promises';
import { arch, release, type } from 'node:os';
import type { RunMachine } from '../contracts/run-part.ts';
import { installedTools } from '../processes/capture-tool.ts';
import { kernelRemarks } from './kernel.ts';

/** What this machine is, and what it can see by. Sends nothing, and starts nothing. It is not named: a report is handed on. */
export async function thisMachine(): Promise<RunMachine> {
  const [remarks, tools] = await Promise.all([kernelRemarks(), installedTools()]);
  const atHand = remarks.filter(({ state }) => state === 'works').map(({ about }) => about);
  return {
    os: await systemName(),
    kernel: `${type()} ${release()}`,
    architecture: arch(),
    node: process.version,
    observers: [...atHand, ...tools],
  };
}

/** As a distribution of Linux calls itself (os-release(5)); elsewhere as the kernel does. */
async function systemName(): Promise<string> {
  const told = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^PRETTY_NAME="?([^"\n]{1,200})"?$/m.exec(told)?.[1] ?? type();
}
