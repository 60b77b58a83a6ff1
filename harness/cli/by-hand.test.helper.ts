import { type ChildProcess, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import type { CaseResult } from '../contracts/run.ts';
import { freePort } from '../targets/ports.ts';
import { program } from './shell.test.helper.ts';

/** What a person does beside a run: reads its prompts, and starts clients. */

/** Starts a program as a person would. */
export function startClient(name: string, ...words: readonly string[]): ChildProcess {
  const child = spawn('python3', [program(name), ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** Calls `act` for every line of the harness's standard error that asks for a client. */
export function onPrompt(act: (prompt: string) => void): (child: ChildProcess) => void {
  return (child) => {
    let rest = '';
    child.stderr?.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.includes('start the client now')) act(line);
    });
  };
}

/** What a prompt says of the file to be sent: name, octets, folder. */
export const TO_SEND = /send "(.+?)" \((\d+) octets\) of the folder (.+)$/;

/** An address where the harness can listen, and its words for that. */
export async function listening(): Promise<{ readonly port: number; readonly flags: readonly string[] }> {
  const port = await freePort('127.0.0.1');
  return { port, flags: ['--listen', `127.0.0.1:${port}`] };
}

/** What the cases with a verdict say. */
export function reasons(cases: readonly CaseResult[], verdict: string): readonly string[] {
  return cases.filter((one) => one.verdict === verdict).map((one) => one.reason);
}

/** The flags that choose cases of a suite, by what follows it in their ids. */
export const casesOf =
  (suite: string) =>
  (...keys: readonly string[]): readonly string[] =>
    keys.flatMap((key) => ['--only', `${suite}/${key}`]);
