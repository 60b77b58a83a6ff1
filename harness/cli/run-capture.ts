import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { listInterfaces } from '../addresses/interfaces.ts';
import { errorText, UsageError } from '../contracts/errors.ts';
import { verdictOfBroken } from '../contracts/gravity.ts';
import type { FrameOffence, JudgedRule } from '../contracts/inspection.ts';
import type { CaseResult, Evidence, RunTarget } from '../contracts/run.ts';
import type { WorkerPlan } from '../contracts/target.ts';
import type { Verdict } from '../contracts/verdict.ts';
import { type CapturedCase, concludeFromFrames } from '../engine/captured.ts';
import type { DriveResult } from '../engine/drive.ts';
import { DEFAULT_GROUP, parseGroup, parseNet } from '../frames/declaring.ts';
import { inspectFile } from '../frames/inspect.ts';
import { CannotCapture, startCapture } from '../processes/capture-tool.ts';
import { singleValue } from './flag-values.ts';
import { judged } from './inspect-conclude.ts';
import { namedInterface } from './interface.ts';
import type { RunFlags } from './run-flags.ts';

/** Where the frames of a run are kept if nothing else is said. */
const FOLDER = 'sockspec-frames';

/** Offending frames of a rule that are quoted. */
const LISTED = 5;

/** A capture of the whole run, that is going on. */
export interface RunningCapture {
  readonly device: string;
  /** Ends it, and gives the cases what their frames tell; the frame facts of the whole come as cases of their own. */
  readonly conclude: (result: DriveResult) => Promise<readonly CaseResult[]>;
  readonly target: RunTarget;
  /** Ends it, and forgets what was captured. */
  readonly drop: () => Promise<void>;
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
  const declared = declaredBy(flags, device);
  const kept = folder ?? FOLDER;
  await mkdir(kept, { recursive: true }).catch((error: unknown) => {
    throw new UsageError(`--frames: ${kept} cannot be made: ${errorText(error)}`);
  });
  const running = await startCapture(device, 'ip or ip6 or arp or vlan').catch((error: unknown) => {
    throw error instanceof CannotCapture ? new UsageError(`--capture: ${error.message}`) : error;
  });
  const temporary = await mkdtemp(join(tmpdir(), 'sockspec-capture-'));
  const file = join(temporary, 'run');
  const written = pipeline(running.octets, createWriteStream(file));
  const drop = async (): Promise<void> => {
    await running.stop();
    await written.catch(() => undefined);
    await rm(temporary, { recursive: true, force: true });
  };
  const target = `frames on ${device}`;
  return {
    device,
    target: { name: target, protocol: 'frames', role: '', kind: 'capture', address: device },
    drop,
    conclude: async ({ cases, onWire }) => {
      await running.stop();
      await written;
      const nowhere = { from: 0, to: 0, ports: [], groups: [], sent: [] };
      const captured = cases.map((result) => ({ result, onWire: onWire.get(result) ?? nowhere }));
      const concluded = concludeFromFrames(captured, { file, device, folder: kept });
      const groups = [...declared.groups, ...captured.flatMap((one) => groupsOf(one, plans))];
      const inspection = await inspectFile(file, {
        declared: { ...declared, groups },
        listed: LISTED,
        conversations: false,
      });
      const facts = judged(inspection).rules.map((rule) => factCase(rule, inspection.offences, target, device));
      await drop();
      return [...concluded, ...facts];
    },
  };
}

/** The groups of a case, with the time to live that its target is declared to have. */
function groupsOf({ result, onWire }: CapturedCase, plans: readonly WorkerPlan[]) {
  const { ttl = 1 } = plans.find(({ target }) => target.name === result.target)?.target.capabilities ?? {};
  return onWire.groups.flatMap((group) => parseGroup(`${group}=${ttl}`) ?? []);
}

/** The interface named; else the one that all targets have; else, on Linux, all of them. */
function deviceOf(flag: string, plans: readonly WorkerPlan[]): string {
  if (flag === 'any') return flag;
  if (flag !== '') return namedInterface(flag).name;
  if (plans.every(({ target }) => target.means.kind === 'reference')) return loopbackName();
  const names = new Set(plans.map(({ target }) => target.interface?.name));
  const [only] = names;
  if (names.size === 1 && only !== undefined) return only;
  if (process.platform === 'linux') return 'any';
  throw new UsageError('expected --capture to name an interface, found none');
}

function loopbackName(): string {
  return listInterfaces().find(({ loopback }) => loopback)?.name ?? 'lo';
}

/** The groups and prefixes that frames are judged by: those of the flags, and the interface's own network. */
function declaredBy(flags: RunFlags, device: string) {
  const groups = listOf(flags.group).map((text) => parsed('--group', text, 'a multicast address', parseGroup));
  const own = listInterfaces()
    .filter(({ name }) => name === device)
    .map(({ address, prefix }) => `${address}/${prefix}`);
  const nets = [...listOf(flags.net), ...own].flatMap((text) => parseNet(text) ?? []);
  for (const text of listOf(flags.net)) parsed('--net', text, 'a prefix such as 192.168.1.0/24', parseNet);
  return { groups: groups.length === 0 ? [DEFAULT_GROUP] : groups, nets };
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function parsed<Value>(
  flag: string,
  text: string,
  expected: string,
  parse: (text: string) => Value | undefined,
): Value {
  const value = parse(text);
  if (value === undefined) throw new UsageError(`expected ${flag} to be ${expected}, found ${JSON.stringify(text)}`);
  return value;
}

/** One rule as a case of the run. */
function factCase(rule: JudgedRule, offences: readonly FrameOffence[], target: string, device: string): CaseResult {
  const verdict = verdictOf(rule);
  const [first] = offences.filter((one) => one.rule === rule.rule);
  const seen = `${rule.broken} of ${rule.checked} frames break it, the first: ${first?.text ?? ''} (${first?.decode ?? ''})`;
  const reasons = rule.notJudged.map(({ reason, frames }) => `${frames} frames: ${reason}`).join('; ');
  const unjudged = reasons === '' ? `no frame that it is about was captured on ${device}` : reasons;
  const isBroken = rule.broken > 0;
  return {
    id: rule.rule,
    requirement: rule.rule,
    level: rule.level,
    source: rule.source,
    text: rule.text,
    target,
    verdict,
    reason: isBroken ? `expected ${rule.text} Saw ${seen}` : rule.checked === 0 ? unjudged : '',
    ...(isBroken ? { expected: rule.text, seen } : {}),
    notes: rule.checked > 0 ? [`${rule.checked} frames were checked`] : [],
    durationMs: 0,
    attempts: [verdict],
    flaky: false,
    evidence: offences.filter((one) => one.rule === rule.rule).map(evidenceOf),
    reproduce: `sockspec run --capture ${device}`,
  };
}

function verdictOf({ checked, broken, level, notJudged }: JudgedRule): Verdict {
  if (broken > 0) return verdictOfBroken(level);
  if (checked > 0) return 'pass';
  return notJudged.length > 0 ? 'not-applicable' : 'inconclusive';
}

function evidenceOf({ seconds = 0, decode }: FrameOffence): Evidence {
  return { t: Math.max(0, seconds * 1000), who: 'iut', what: 'frame', text: decode };
}
