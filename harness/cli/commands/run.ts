import { exitStatus, foremostStatus } from '../../contracts/exit-status.ts';
import type { Profile } from '../../contracts/profile.ts';
import type { Run } from '../../contracts/run.ts';
import { openEventLog } from '../../observers/event-log.ts';
import { leaveNothingAtExit } from '../../processes/at-exit.ts';
import { watchLeft } from '../../processes/left-behind.ts';
import { isEnclosed } from '../../processes/sandbox/enclosure.ts';
import { defineCommand } from '../command.ts';
import { reportFailure } from '../failure.ts';
import { writeReports } from '../files/reports.ts';
import { writeReproductions } from '../files/repro.ts';
import { leftLines } from '../planning/left-files.ts';
import { wantsSandbox } from '../planning/sandboxes.ts';
import { checkWatchable } from '../planning/watched-files.ts';
import { useColor } from '../terminal/color.ts';
import { say } from '../terminal/print.ts';
import { interruptible } from './interruption.ts';
import { driveOrder, type UnderWay } from './run-drive.ts';
import { runEnclosed } from './run-enclosed.ts';
import { type RunFlags, runFlags } from './run-flags.ts';
import {
  tellHowToResume,
  tellIdlePoints,
  tellLacks,
  tellLinks,
  tellNoShell,
  tellQuick,
  tellReplaced,
  tellResumed,
} from './run-notices.ts';
import { profileOf, type RunOrder, runOrder } from './run-order.ts';
import { errorsOf, reportOf } from './run-report.ts';
import { type Round, runWatched } from './run-watched.ts';

/** `sockspec run`: the main job. Everything is checked before anything is started. */
export const run = defineCommand(runFlags, async (flags) => {
  if (flags.sandbox === true && !isEnclosed()) return runEnclosed();
  const profile = await profileOf(flags);
  if (wantsSandbox(flags, profile) && !isEnclosed()) return runEnclosed();
  if (flags.watch === undefined) return judge(flags, profile);
  checkWatchable(flags, flags.report ?? profile?.report ?? []);
  return runWatched(flags, (round) => judge(flags, profile, round));
});

/** Judges what flags and profile say, once; in a run that is watched, as much of it as the round is to judge. */
async function judge(flags: RunFlags, profile: Profile | undefined, round?: Round): Promise<number> {
  const order = await runOrder(flags, profile, round);
  const { plans } = order.resumed;
  const logFile = plans[0]?.logFile;
  const log = logFile === undefined ? undefined : await openEventLog(logFile);
  const tell = log?.tell('cli/run') ?? (() => undefined);
  if (flags.quiet !== true && round?.isFirst !== false) {
    await tellLacks(plans);
    tellLinks(plans);
    await tellQuick(plans);
    tellNoShell(plans);
    tellResumed(order.resumed);
    tellIdlePoints(order);
  }

  // Nothing is begun before an interrupt can end it.
  return interruptible(async (signal, interrupt) => {
    round?.changed.addEventListener('abort', interrupt, { once: true });
    if (round?.changed.aborted) interrupt();
    try {
      return await carryOut(order, { signal, interrupt, tell }, round);
    } finally {
      log?.close();
    }
  }, 'the report is given up');
}

/** Resolves to the exit status of the run. */
async function carryOut(order: RunOrder, underWay: UnderWay, round: Round | undefined): Promise<number> {
  const { flags, requests, repro } = order;
  const { plans } = order.resumed;
  const { signal, tell } = underWay;
  const left = watchLeft();
  leaveNothingAtExit();
  const isCaptured = flags.capture !== undefined || flags.frames !== undefined;
  const capture = isCaptured ? await (await import('./run-capture.ts')).openRunCapture(flags, plans) : undefined;
  const started = new Date();
  tell({ level: 'info', from: 'run', text: `run of ${plans.map((plan) => plan.target.name).join(', ')} begins` });
  const driven = await driveOrder(order, underWay).catch(async (error: unknown) => {
    await capture?.drop();
    throw error;
  });
  if (round?.changed.aborted) {
    left.close();
    return exitStatus.interrupted;
  }
  const captured = capture && { target: capture.target, ...(await capture.conclude(driven.cases)) };
  const report = await reportOf(order, driven, { started, isInterrupted: signal.aborted, capture: captured });
  round?.judged(report);
  const isReported = round?.isReported !== false;
  const reported = await writeReports(report, isReported ? requests : [], {
    color: useColor(flags.color),
    verbose: flags.verbose ?? false,
  });
  const reproduced = repro === undefined || !isReported ? [] : [await reproducedIn(repro, report, flags)];
  const status = foremostStatus([reported, ...reproduced]);
  const leftThere = flags.quiet === true ? [] : leftLines(left.paths(), plans, report.cases);
  for (const line of [...errorsOf(driven, captured), ...leftThere]) say(`sockspec: ${line}\n`);
  if (flags.quiet !== true) tellReplaced(driven.looked);
  if (signal.aborted && flags.quiet !== true && capture === undefined) tellHowToResume(requests);
  left.close();
  tell({ level: 'info', from: 'run', text: `run ends with status ${status}: ${report.conclusion}` });
  return status;
}

/** Resolves to the exit status of the reproductions: what is wrong with them takes nothing from what the run came to. */
async function reproducedIn(folder: string, report: Run, { quiet }: RunFlags): Promise<number> {
  try {
    const words = await writeReproductions(folder, report);
    if (quiet !== true) say(`sockspec: ${words}\n`);
    return exitStatus.conformant;
  } catch (error) {
    return reportFailure(error);
  }
}
