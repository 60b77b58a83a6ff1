import type { ProcessEnd } from '../contracts/process.ts';

/** A program that has been told to start. */
export interface Beginning {
  /** Its process id, once it runs. Rejects with the system's error where it cannot be started. */
  readonly pid: Promise<number>;
  /** Status and signal are kept apart: a process killed by a signal has no status, and none is not 0. */
  readonly exited: Promise<ProcessEnd>;
  readonly input: ProgramInput;
  /** Writes a line to the gate at which it waits; of a program that has one. */
  readonly openGate: () => void;
}

/** The standard input of a program, a pipe. A program that has ended does not read it any more: its end says it. */
export interface ProgramInput {
  readonly write: (text: string) => void;
  readonly end: () => void;
  readonly destroy: () => void;
}
