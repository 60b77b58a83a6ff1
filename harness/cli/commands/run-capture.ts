import { join } from 'node:path';
import { frameFacts } from '../../../suites/frames/requirements.ts';
import { listInterfaces } from '../../addresses/interfaces.ts';
import { errorText, UsageError } from '../../contracts/errors.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import type { Requirement } from '../../contracts/requirement.ts';
import { listRequirements } from '../../contracts/requirement-table.ts';
import type { CaseResult, RunTarget } from '../../contracts/run.ts';
import type { FinishedCase } from '../../engine/case-record.ts';
import { concludeFromFrames } from '../../engine/frames/captured.ts';
import { LISTED, ruleFacts } from '../../engine/frames/frame-facts.ts';
import type { Declared } from '../../frames/declared.ts';
import { declare, parseGroup } from '../../frames/declaring.ts';
import { inspectFile } from '../../frames/inspect.ts';
import { writeUpTo } from '../../processes/bounded-file.ts';
import { ALL_DEVICES, CannotCapture, runFilter, startCapture } from '../../processes/capture-tool.ts';
import { makeOwnFolder, removeOwnFolder } from '../../processes/own-folders.ts';
import { checkRoom } from '../files/whole-file.ts';
import { declaredValues } from '../planning/declared-values.ts';
import { flagValue, severalValues, singleValue } from '../planning/flag-values.ts';
import { namedInterface } from '../planning/interface.ts';
import { reportLost } from './lost-frames.ts';
import type { RunFlags } from './run-flags.ts';

/** Where the frames of a run are kept if nothing else is said. */
const FOLDER = 'sockspec-frames';

/** A capture of a run may take so many octets of the temporary folder. */
const CAPTURE_OCTETS = 2 * 1024 ** 3;

/** A capture of the whole run, that is going on. */
export interface RunningCapture {
  readonly device: string;
  /** Ends it, and gives the cases what their frames tell; the frame facts of the whole come as cases of their own. */
  readonly conclude: (cases: readonly FinishedCase[]) => Promise<Concluded>;
  readonly target: RunTarget;
  /** Ends it, and forgets what was captured. */
  readonly drop: () => Promise<void>;
}

/** What a capture has told. */
export interface Concluded {
  readonly cases: readonly CaseResult[];
  /** Why the capture is not whole, in words: then nothing was concluded from frames. */
  readonly incomplete: string | undefined;
}

/** Begins to capture where the flags say so. Throws a UsageError before anything is run where that cannot be. */
export async function openRunCapture(
  flags: RunFlags,
  plans: readonly WorkerPlan[],
): Promise<RunningCapture | undefined> {
  const folder = singleValue('--frames', flags.frames);
  if (flags.capture === undefined) {
    if (folder !== undefined) throw new UsageError(`expected --frames together with --capture, found ${folder}`);
    return undefined;
  }
  const device = deviceOf(singleValue('--capture', flags.capture) ?? '', plans);
  const target = `frames on ${device}`;
  if (plans.some((plan) => plan.target.name === target)) {
    throw new UsageError(
      `--capture: expected targets of other names than that of what is captured, found ${JSON.stringify(target)}`,
    );
  }
  const declared = declaredBy(flags, device);
  const kept = folder ?? FOLDER;
  await checkRoom('--frames', kept);
  const running = await startCapture(device, runFilter(device)).catch((error: unknown) => {
    throw error instanceof CannotCapture ? new UsageError(`--capture: ${error.message}`) : error;
  });
  const temporary = await makeOwnFolder('capture');
  const file = join(temporary, 'run');
  const written = writeUpTo(running.octets, file, CAPTURE_OCTETS);
  const drop = async (): Promise<void> => {
    await running.stop();
    await written;
    await removeOwnFolder(temporary);
  };
  const facts = (of: (requirement: Requirement) => ReturnType<typeof ruleFacts>): readonly CaseResult[] =>
    listRequirements(frameFacts).map((requirement) => factCase(requirement, of(requirement), target, device));
  const fromFrames = async (cases: readonly FinishedCase[]): Promise<readonly CaseResult[]> => {
    reportLost(device, running);
    const concluded = concludeFromFrames(cases, { file, device, folder: kept });
    const groups = [...declared.groups, ...cases.flatMap((one) => groupsOf(one, plans))];
    const options = { declared: { ...declared, groups }, listed: LISTED, conversations: false };
    const seen = { ...(await inspectFile(file, options)), file: `the capture on ${device}` };
    return [...concluded, ...facts((requirement) => ruleFacts(requirement, [seen]))];
  };
  return {
    device,
    target: { name: target, protocol: frameFacts.path, role: '', kind: 'capture', address: device },
    drop,
    conclude: async (cases) => {
      await running.stop();
      const broken = (await written) ?? running.brokeOff();
      const concluded = broken ?? (await fromFrames(cases).catch((error: unknown) => errorText(error)));
      await drop();
      if (typeof concluded !== 'string') return { cases: concluded, incomplete: undefined };
      const incomplete = `the capture on ${device} cannot be used: ${concluded}`;
      const unknown = facts(() => ({ verdict: 'inconclusive', reason: incomplete, notes: [], evidence: [] }));
      return { cases: [...cases.map(({ result }) => result), ...unknown], incomplete };
    },
  };
}

/** The groups of a case, with the time to live that its target is declared to have. */
function groupsOf({ result, onWire }: FinishedCase, plans: readonly WorkerPlan[]) {
  const { ttl = 1 } = plans.find(({ target }) => target.name === result.target)?.target.capabilities ?? {};
  return onWire.groups.flatMap((group) => parseGroup(`${group}=${ttl}`) ?? []);
}

/** The interface named; else the one that all targets have; else, on Linux, all of them. */
function deviceOf(flag: string, plans: readonly WorkerPlan[]): string {
  if (flag === ALL_DEVICES) return flag;
  if (flag !== '') return namedInterface(flag).name;
  const spokenTo = plans.filter(({ target }) => target.means.kind !== 'capture');
  if (spokenTo.every(({ target }) => target.means.kind === 'reference')) return loopbackName();
  const names = new Set(spokenTo.map(({ target }) => target.interface?.name));
  const [only] = names;
  if (names.size === 1 && only !== undefined) return only;
  if (process.platform === 'linux') return ALL_DEVICES;
  throw new UsageError('expected --capture to name an interface, found none');
}

function loopbackName(): string {
  return listInterfaces().find(({ loopback }) => loopback)?.name ?? 'lo';
}

/** The groups and prefixes that frames are judged by: those of the flags, and the interface's own network. */
function declaredBy({ group, net }: RunFlags, device: string): Declared {
  const own = listInterfaces()
    .filter(({ name }) => name === device)
    .map(({ address, prefix }) => `${address}/${prefix}`);
  const { groups, nets } = declaredValues(severalValues(flagValue(group)), severalValues(flagValue(net)));
  return { groups, nets: [...nets, ...declare([], own).nets] };
}

/** One rule as a case of the run. */
function factCase(
  { id, level, source, text }: Requirement,
  facts: ReturnType<typeof ruleFacts>,
  target: string,
  device: string,
): CaseResult {
  return {
    ...{ id, requirement: id, level, source, text, target },
    ...facts,
    durationMs: 0,
    attempts: [facts.verdict],
    flaky: false,
    reproduce: `sockspec run --capture ${device}`,
  };
}
