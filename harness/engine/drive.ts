import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { Worker } from 'node:worker_threads';
import { createVitest, type TestCase, type TestModule, type Vitest } from 'vitest/node';
import type { CaseFrames } from '../contracts/case-frames.ts';
import type { WorkerPlan } from '../contracts/plan.ts';
import type { CaseResult } from '../contracts/run.ts';
import { removeFoldersOf, removeOrphans } from '../processes/own-folders.ts';
import { servePipes } from '../processes/pipe-service.ts';
import { watchGroups } from '../processes/process-groups.ts';
import type { CaseRecord, FinishedCase } from './case-record.ts';
import type { IsPending } from './first.ts';
import { reproduce } from './reproduce.ts';
import { turnsOf, workOf } from './turns.ts';
import { watchThreads } from './watchdog.ts';
import type { Turn } from './worker-plan.ts';

/** The top of the compiled package. */
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Targets that are judged at the same time unless something else is said: most of their time is waiting. */
const THREADS = 8;

/** The same of a run in which nothing is launched: then more of the time is waiting. */
const THREADS_IN_PROCESS = 14;

/**
 * How large each thread's space for young objects may become, in MiB, of which it has three: some versions of Node let it grow to
 * several times as much, and all threads whose programs flood them fill theirs at once.
 */
const YOUNG_MIB = 8;

/** Cases of one client that go on at the same time, on a machine that is not slowed down by so many programs that start. */
const OVERLAPPING = 5;

/** How many targets are judged at the same time. */
export function atOnce(plans: readonly WorkerPlan[]): number {
  return plans.some(({ target }) => target.means.kind === 'exec') ? THREADS : THREADS_IN_PROCESS;
}

/**
 * How many cases of one client overlap: a program that starts keeps a processor busy, and the limits of those that run
 * already go on meanwhile. Built-in clients start nothing.
 */
export function overlapping(plans: readonly WorkerPlan[], processors: number): number {
  const launches = plans.some(({ target }) => target.means.kind === 'exec' && target.role !== 'server');
  return launches ? Math.min(OVERLAPPING, Math.max(3, processors + 1)) : OVERLAPPING;
}

/** How long an interrupted run may take to end its cases and programs, in milliseconds. */
const INTERRUPT_MS = 4000;

/** What a drive is to do. */
export interface DriveOptions {
  /** In the order in which they are begun. */
  readonly plans: readonly WorkerPlan[];
  /** The file that calls `judgeNextTurn`. */
  readonly workerFile: string;
  /** Targets that are judged at the same time, 8 at most by default, and 14 where none is launched. The cases of one target never overlap those of another in its thread. */
  readonly threads?: number;
  /** Stop after so many failed cases; 0 for never. */
  readonly bail: number;
  /** Asked after every case whether these are enough; never enough without it. */
  readonly isEnough?: (cases: readonly CaseResult[], isPending: IsPending) => boolean;
  /** Interrupts the run: what is finished is kept. */
  readonly signal: AbortSignal;
  /** Called for every case as it is finished, and for every case as it begins. */
  readonly onCase: (result: CaseResult, onWire: CaseFrames) => void;
  readonly onStart: (caseId: string, target: string) => void;
  /** Called for every case that is to come, before any of its target begins. */
  readonly onAwaited?: (target: string, requirement: string) => void;
}

/** What came of a drive. */
export interface DriveResult {
  readonly cases: readonly FinishedCase[];
  /** False when it was interrupted or bailed out. */
  readonly complete: boolean;
  /** Failures of the harness outside of any case. */
  readonly errors: readonly string[];
}

/**
 * Judges all targets, each by its suite, in threads of vitest, and collects the records of their cases. The worker file is
 * opened once a turn; vitest hands the next one to the thread that is idle first, and keeps its threads.
 */
export async function drive(options: DriveOptions): Promise<DriveResult> {
  const { plans, signal } = options;
  const cases: FinishedCase[] = [];
  const errors: string[] = [];
  // Of threads that begin from now on.
  setFlagsFromString(`--max-semi-space-size=${YOUNG_MIB}`);
  const groups = watchGroups();
  // A second interrupt ends the process at once, and so does a fault of the harness: no program outlives it.
  process.once('exit', groups.endAll);
  await orInterrupted(
    removeOrphans().then(() => nothing),
    signal,
  );
  const endPipes = servePipes();
  let cancelled = false;
  const threads = new Map<number, Worker>();
  const begun = (worker: Worker): unknown => threads.set(worker.threadId, worker);
  process.on('worker', begun);
  let wasHeldUp = false;
  const watch = watchThreads((thread, held) => {
    wasHeldUp = true;
    for (const id of held) errors.push(`${id}: it kept its thread busy without an end, and was ended with that`);
    void threads.get(thread)?.terminate();
  });
  let untold = 0;
  let stop = (): void => undefined;

  const pending = pendingCases();
  const isEnough = (): boolean =>
    areEnough(
      options,
      cases.map(({ result }) => result),
      { isPending: pending.isPending, untold },
    );
  const keep = (record: CaseRecord): void => {
    const plan = plans.find((one) => one.target.name === record.target);
    const { onWire, ...told } = record;
    const result = { ...told, reproduce: reproduce(record.id, plan) };
    cases.push({ result, onWire });
    options.onCase(result, onWire);
  };
  const ended = new Set<string>();
  const finished = (test: TestCase): void => {
    if (signal.aborted) interrupt();
    // What was under way when the last failure came is not told: so many failures were asked for.
    if (isEnough()) return;
    // vitest tells of some cases twice where a run is cancelled.
    if (ended.has(test.id)) return;
    ended.add(test.id);
    pending.add(targetOf(test), requirementOf(test.name), -1);
    const { sockspec: record, sockspecTakenBack = [] } = test.meta();
    for (const { id, record: other } of sockspecTakenBack) {
      const place = cases.findIndex(({ result }) => result.id === id && result.target === targetOf(test));
      if (place >= 0) cases.splice(place, 1);
      if (other !== undefined) keep(other);
    }
    if (record !== undefined) {
      keep(record);
    } else if (test.result().state === 'failed') {
      untold += 1;
      errors.push(`${test.name}: ${test.result().errors?.[0]?.message ?? 'failed without a word'}`);
    } else {
      cancelled = true;
    }
    if (isEnough()) stop();
  };

  const turns = turnsOf(plans);
  const collected = (test: TestCase): void => {
    if (signal.aborted) interrupt();
    pending.add(targetOf(test), requirementOf(test.name), 1);
    options.onAwaited?.(targetOf(test), requirementOf(test.name));
  };
  const vitest = await openVitest(turns, options, { collected, finished });
  const cancel = (reason: 'keyboard-input' | 'test-failure'): void => {
    cancelled = true;
    void vitest.cancelCurrentRun(reason);
  };
  // vitest's own bail may stop a thread before the case that failed has been told.
  stop = () => cancel('test-failure');
  // One that came before a thread had begun to run is not heard by that: it is told again as its cases come.
  const interrupt = (): void => cancel('keyboard-input');
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  try {
    const { unhandledErrors, testModules } = await orInterrupted(
      signal.aborted ? nothing : judge(vitest, turns, options.workerFile),
      signal,
    );
    for (const error of unhandledErrors) errors.push(messageOf(error));
    for (const module of testModules) errors.push(...module.errors().map((error) => error.message));
    await orInterrupted(
      vitest.close().then(() => nothing),
      signal,
    );
  } finally {
    signal.removeEventListener('abort', interrupt);
    process.off('exit', groups.endAll);
    process.off('worker', begun);
    watch.close();
    groups.endAll();
    if (wasHeldUp) removeFoldersOf([process.pid]);
    groups.close();
    endPipes();
  }
  return { cases, complete: !cancelled && !signal.aborted, errors };
}

async function openVitest(
  turns: readonly Turn[],
  { threads = atOnce(turns.flat()), onStart }: DriveOptions,
  { collected, finished }: Readonly<Record<'collected' | 'finished', (test: TestCase) => void>>,
): Promise<Vitest> {
  const others = interruptListeners();
  const opening = createVitest(
    'test',
    {
      config: false,
      root,
      watch: false,
      include: [],
      pool: 'threads',
      isolate: false,
      maxWorkers: Math.min(threads, turns.length),
      maxConcurrency: overlapping(turns.flat(), availableParallelism()),
      cache: false,
      reporters: [
        {
          onTestModuleCollected: (module: TestModule) => {
            for (const test of module.children.allTests()) collected(test);
          },
          onTestCaseReady: (test: TestCase) => onStart(test.name, targetOf(test)),
          onTestCaseResult: finished,
        },
      ],
      passWithNoTests: true,
      server: { deps: { external: [/\/(harness|suites|reports)\/.*\.js$/] } },
    },
    { logLevel: 'silent', cacheDir: join(tmpdir(), 'sockspec-vite') },
  );
  // vitest begins to listen before `createVitest` returns, and ends the process at once when an interrupt comes.
  removeListenersBut(others);
  const vitest = await opening;
  removeListenersBut(others);
  vitest.provide('sockspec', workOf(turns));
  return vitest;
}

/** One specification a turn: the same file, told apart by a query, so that each is loaded anew. */
function judge(vitest: Vitest, turns: readonly Turn[], workerFile: string) {
  const project = vitest.getRootProject();
  return vitest.runTestSpecifications(
    turns.map((_, index) => project.createSpecification(`${workerFile}?turn=${index}`)),
  );
}

/**
 * Whether these cases are all that was asked for: so many failures (`bail`), or what `isEnough` says. `untold` cases have failed
 * without a record.
 */
export function areEnough(
  { bail, isEnough }: Pick<DriveOptions, 'bail' | 'isEnough'>,
  cases: readonly CaseResult[],
  { isPending, untold = 0 }: { readonly isPending: IsPending; readonly untold?: number },
): boolean {
  const failed = cases.filter(({ verdict }) => verdict === 'fail' || verdict === 'error').length + untold;
  return (bail > 0 && failed >= bail) || (isEnough?.(cases, isPending) ?? false);
}

/** Counts the cases of each requirement of a target that are still to come. */
export function pendingCases(): {
  readonly add: (target: string, requirement: string, count: 1 | -1) => void;
  readonly isPending: IsPending;
} {
  const counts = new Map<string, number>();
  const keyOf = (target: string, requirement: string): string => JSON.stringify([target, requirement]);
  return {
    add: (target, requirement, count) => {
      const key = keyOf(target, requirement);
      counts.set(key, (counts.get(key) ?? 0) + count);
    },
    isPending: (target, requirement) => (counts.get(keyOf(target, requirement)) ?? 0) > 0,
  };
}

/** A case of a table has its label behind the id of its requirement. */
function requirementOf(caseId: string): string {
  return caseId.split('[', 1)[0] ?? caseId;
}

/** The cases of a target are in a `describe` that is named after it. */
function targetOf({ parent }: TestCase): string {
  return parent.type === 'suite' ? parent.name : '';
}

const interrupts = ['SIGINT', 'SIGTERM'] as const;

type Listener = (signal: NodeJS.Signals) => void;

function interruptListeners(): ReadonlySet<unknown> {
  return new Set(interrupts.flatMap((name) => process.listeners(name)));
}

/** A run must end its programs and write its report first: nobody else may answer an interrupt. */
function removeListenersBut(others: ReadonlySet<unknown>): void {
  for (const name of interrupts) {
    const added: readonly Listener[] = process.listeners(name).filter((listener) => !others.has(listener));
    for (const listener of added) process.off(name, listener);
  }
}

const nothing = { unhandledErrors: [], testModules: [] };

/** A worker that cannot be cancelled must not hold an interrupted run: what is finished is reported all the same. */
async function orInterrupted<Value>(
  work: Value | Promise<Value>,
  signal: AbortSignal,
): Promise<Value | typeof nothing> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<typeof nothing>((resolve) => {
    const arm = (): void => {
      limit = setTimeout(() => resolve(nothing), INTERRUPT_MS);
    };
    if (signal.aborted) arm();
    else signal.addEventListener('abort', arm, { once: true });
  });
  return Promise.race([work, late]).finally(() => clearTimeout(limit));
}

function messageOf(error: unknown): string {
  return error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error)
    ? String(error.message)
    : String(error);
}
