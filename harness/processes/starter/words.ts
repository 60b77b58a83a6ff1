/** A program that a starter is to start. */
export interface ProgramToStart {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** The writing ends of two pipes, descriptors of the process that asks: its standard output and error. */
  readonly out: number;
  readonly err: number;
  /** Whether it has one more pipe beside its standard ones, on which it waits for a line. */
  readonly hasGate: boolean;
}

/** What a starter is told, a line of JSON each. A number stands for each program. */
export type StarterTold =
  | ({ readonly does: 'start'; readonly number: number } & ProgramToStart)
  | { readonly does: 'type'; readonly number: number; readonly text: string }
  | { readonly does: 'close input'; readonly number: number }
  | { readonly does: 'forget input'; readonly number: number }
  | { readonly does: 'open gate'; readonly number: number };

/** What a starter says, a line of JSON each: first that it is there. */
export type StarterSaid =
  | { readonly says: 'ready' }
  | { readonly says: 'started'; readonly number: number; readonly pid: number }
  | { readonly says: 'failed'; readonly number: number; readonly code: string; readonly message: string }
  | { readonly says: 'ended'; readonly number: number; readonly status: number | null; readonly signal: string | null };
