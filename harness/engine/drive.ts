import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProjectConfiguration } from 'vitest/config';
import {
  BaseSequencer,
  createVitest,
  type PoolRunnerInitializer,
  type TestCase,
  type TestSpecification,
  type Vitest,
} from 'vitest/node';
import type { CaseFrames } from '../contracts/case-frames.ts';
import type { WorkerPlan } from '../contracts/plan.ts';
import type { CaseResult } from '../contracts/run.ts';
import { watchGroups } from '../processes/process-groups.ts';
import { shellQuoted } from '../text/quoting.ts';
import { shareThreads } from './shared-threads.ts';
import './case-record.ts';
import './worker-plan.ts';

/** The compiled package: suites and the endpoints' setup are found below it. */
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Targets that are judged at the same time: most of their time is waiting. The cases of one target are always serial. */
const WORKERS = 6;

/** How long an interrupted run may take to end its cases and programs, in milliseconds. */
const INTERRUPT_MS = 4000;

/** What a drive is to do. */
export interface DriveOptions {
  /** In the order in which they are begun. */
  readonly plans: readonly WorkerPlan[];
  /** Stop after so many failed cases; 0 for never. */
  readonly bail: number;
  /** Interrupts the run: what is finished is kept. */
  readonly signal: AbortSignal;
  /** Called for every case as it is finished, and for every case as it begins. */
  readonly onCase: (result: CaseResult) => void;
  readonly onStart: (caseId: string, target: string) => void;
}

/** What came of a drive. */
export interface DriveResult {
  readonly cases: readonly CaseResult[];
  /** Where the frames of each are in a capture of the run. */
  readonly onWire: ReadonlyMap<CaseResult, CaseFrames>;
  /** False when it was interrupted or bailed out. */
  readonly complete: boolean;
  /** Failures of the harness outside of any case. */
  readonly errors: readonly string[];
}

/** Runs the suites of all targets in vitest, one project a target, and collects the records of their cases. */
export async function drive(options: DriveOptions): Promise<DriveResult> {
  const cases: CaseResult[] = [];
  const frames = new Map<CaseResult, CaseFrames>();
  const errors: string[] = [];
  const groups = watchGroups();
  let cancelled = false;

  const finished = (test: TestCase): void => {
    const record = test.meta().sockspec;
    const state = test.result().state;
    if (record !== undefined) {
      const plan = options.plans.find((one) => one.target.name === record.target);
      const { onWire, ...told } = record;
      const result: CaseResult = { ...told, reproduce: reproduce(record.id, plan) };
      frames.set(result, onWire);
      cases.push(result);
      options.onCase(result);
    } else if (state === 'failed') {
      errors.push(`${test.name}: ${test.result().errors?.[0]?.message ?? 'failed without a word'}`);
    } else {
      cancelled = true;
    }
  };

  const vitest = await openVitest(options.plans, options.bail, {
    onTestCaseReady: (test: TestCase) => options.onStart(test.name, test.project.name),
    onTestCaseResult: finished,
  });
  const interrupt = (): void => {
    cancelled = true;
    void vitest.cancelCurrentRun('keyboard-input');
  };
  options.signal.addEventListener('abort', interrupt, { once: true });
  if (options.signal.aborted) interrupt();
  try {
    const { unhandledErrors, testModules } = await orInterrupted(
      options.signal.aborted ? nothing : vitest.start(),
      options.signal,
    );
    for (const error of unhandledErrors) errors.push(messageOf(error));
    for (const module of testModules) errors.push(...module.errors().map((error) => error.message));
    await orInterrupted(
      vitest.close().then(() => nothing),
      options.signal,
    );
  } finally {
    options.signal.removeEventListener('abort', interrupt);
    groups.endAll();
    groups.close();
  }
  return { cases, onWire: frames, complete: !cancelled && !options.signal.aborted, errors };
}

/** The ids of all cases of these plans, by target name, without running any. */
export async function collect(plans: readonly WorkerPlan[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const vitest = await openVitest(plans, 0, {});
  try {
    const { testModules } = await vitest.collect();
    const broken = testModules.flatMap((module) => module.errors());
    if (broken[0] !== undefined) throw new Error(broken[0].message);
    return new Map(
      testModules.map((module) => [module.project.name, [...module.children.allTests()].map((test) => test.name)]),
    );
  } finally {
    await vitest.close();
  }
}

interface Reporting {
  readonly onTestCaseReady?: (test: TestCase) => void;
  readonly onTestCaseResult?: (test: TestCase) => void;
}

async function openVitest(plans: readonly WorkerPlan[], bail: number, reporter: Reporting): Promise<Vitest> {
  const threads = shareThreads();
  const refused = refuseInterrupts();
  const vitest = await createVitest(
    'test',
    {
      config: false,
      root,
      watch: false,
      projects: plans.map((plan, index) => projectOf(plan, threads.pool, hasFixedPort(plan) ? index + 1 : 0)),
      pool: threads.pool,
      sequence: { sequencer: sequencerFor(plans) },
      isolate: false,
      maxWorkers: Math.min(WORKERS, plans.length),
      bail,
      cache: false,
      reporters: [reporter],
      passWithNoTests: true,
    },
    { logLevel: 'silent', cacheDir: join(tmpdir(), 'sockspec-vite') },
  ).finally(refused.end);
  vitest.onClose(threads.close);
  return vitest;
}

/** vitest begins with large files and with what took long before; here the plans say. */
function sequencerFor(plans: readonly WorkerPlan[]) {
  const names = plans.map(({ target }) => target.name);
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return files.toSorted((one, other) => names.indexOf(one.project.name) - names.indexOf(other.project.name));
    }
  };
}

/**
 * vitest listens for SIGINT and SIGTERM while it is created, and ends the process at once when one comes; a run must end
 * its programs and write its report first. Until `end`, whatever begins to listen is made to stop again.
 */
function refuseInterrupts(): { readonly end: () => void } {
  const refuse = (event: string | symbol, listener: () => void): void => {
    if (event === 'SIGINT' || event === 'SIGTERM') queueMicrotask(() => process.off(event, listener));
  };
  process.on('newListener', refuse);
  return { end: () => void process.off('newListener', refuse) };
}

/** Programs that cannot be told a port of their own may have the same one: they are judged one after another. */
function hasFixedPort({ target: { means } }: WorkerPlan): boolean {
  return means.kind === 'listen' || (means.kind === 'exec' && means.port !== undefined);
}

/** One target is one project of one file, so that its cases never overlap. vitest leaves out `node_modules` unless told. */
function projectOf(plan: WorkerPlan, pool: PoolRunnerInitializer, turn: number): TestProjectConfiguration {
  const setup = plan.target.means.kind === 'reference' ? [join(root, 'harness/cli/endpoints.setup.js')] : [];
  return {
    root,
    test: {
      name: plan.target.name,
      include: [`suites/${fileOf(plan.target.suite)}.suite.js`],
      exclude: [],
      setupFiles: setup,
      pool,
      isolate: false,
      provide: { sockspec: plan },
      sequence: { groupOrder: turn },
      server: { deps: { external: [/\/(harness|suites|reports)\/.*(?<!\.(setup|suite))\.js$/] } },
    },
  };
}

/** A suite is a file of its protocol's folder, named after the role that it judges; captures have none. */
function fileOf(suite: string): string {
  return suite.includes('/') ? suite : `${suite}/captures`;
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

/** The command that runs one case again, ready to be pasted into a shell. */
function reproduce(id: string, plan: WorkerPlan | undefined): string {
  const target = plan?.target.reproduce ?? '';
  return `sockspec run ${target} --only ${shellQuoted(id)} --seed ${plan?.seed ?? 0}`.replaceAll('  ', ' ');
}

function messageOf(error: unknown): string {
  return error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error)
    ? String(error.message)
    : String(error);
}
