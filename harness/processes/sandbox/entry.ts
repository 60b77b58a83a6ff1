import { setTimeout as pause } from 'node:timers/promises';
import type { Output } from '../../contracts/observer.ts';
import type { ProcessEnd } from '../../contracts/process.ts';
import { NotReachable } from '../../contracts/target.ts';
import { kernelFile } from '../kernel-file.ts';
import { statFields } from '../stat-fields.ts';

/** How often it is looked whether the program's first process is there, in milliseconds: a sandbox takes some 30 to be made. */
const POLL_MS = 2;

/** `statFields`: the session, whose leader the program's first process becomes. */
const SESSION = 3;

/** A sandbox that is being made. */
export interface Entrance {
  /** The process that stays outside. */
  readonly leader: number;
  /** Opens the gate at which the program's first process waits. */
  readonly openGate: () => void;
  /** Whether the process outside has ended. */
  readonly isOver: () => boolean;
  readonly output: Output;
  readonly ended: Promise<ProcessEnd>;
}

/**
 * Waits for the first process of a program behind its gate, and opens that. Resolves to its id as this process sees it. Rejects
 * with `NotReachable` where the sandbox could not be made.
 */
export async function enterSandbox({ leader, openGate, isOver, output, ended }: Entrance): Promise<number> {
  while (!isOver()) {
    const first = childrenOf(leader).find((pid) => Number(statFields(pid)?.[SESSION]) === pid);
    if (first !== undefined) {
      openGate();
      return first;
    }
    await pause(POLL_MS);
  }
  await ended;
  const said = output.text().trim().split('\n').at(-1) ?? '';
  throw new NotReachable(`the program could not be put into its sandbox (--sandbox): ${said}`);
}

function childrenOf(pid: number): readonly number[] {
  const text = kernelFile(`/proc/${pid}/task/${pid}/children`).trim();
  return text === '' ? [] : text.split(' ').map(Number);
}
