import { differentPrograms, replacedWords } from '../../../reports/programs.ts';
import type { TargetPlan, WorkerPlan } from '../../contracts/plan.ts';
import type { Tested } from '../../contracts/tested.ts';
import { lacksFor } from '../../machine/lacks.ts';
import { shellWordIn } from '../../processes/command-line.ts';
import { shellQuoted } from '../../text/quoting.ts';
import { terminalLine } from '../../text/visible.ts';
import type { ReportRequest } from '../files/reports.ts';
import { FRAMES_SUITE } from '../planning/capture-plans.ts';
import { linkedFolders } from '../planning/linked-folders.ts';
import { idlePoints } from '../planning/points.ts';
import { quickExtent } from '../planning/quick.ts';
import type { Resumed } from '../planning/resume.ts';
import { say } from '../terminal/print.ts';
import type { RunOrder } from './run-order.ts';

/** What this machine lacks for these suites is said before anything is judged by less. */
export async function tellLacks(plans: readonly WorkerPlan[]): Promise<void> {
  const spokenTo = plans.filter(({ target }) => target.means.kind !== 'capture');
  const suites = [...new Set(spokenTo.map(({ target }) => target.suite))];
  for (const line of await lacksFor(suites)) say(`${line}\n`);
}

/** A command that looks as if a shell read it is told before it is launched: a build of which half was run may end well. */
export function tellNoShell(plans: readonly WorkerPlan[]): void {
  const commands = new Map(plans.flatMap(({ target }) => commandsOf(target)));
  for (const [command, flag] of commands) {
    const word = shellWordIn(command);
    if (word === undefined) continue;
    say(
      `${flag}: no shell reads ${terminalLine(command)}: its ${word} is a word like any other; sh -c '…' has a shell\n`,
    );
  }
}

/** The commands of a target, each with what names it. */
function commandsOf({ means, fetch, output, version }: TargetPlan): ReadonlyArray<readonly [string, string]> {
  const { command, build } = means.kind === 'exec' ? means : {};
  const all = [
    { flag: '--exec', text: command },
    { flag: '--build', text: build?.command },
    { flag: '--fetch', text: fetch },
    { flag: '--output', text: output },
    { flag: 'version', text: version !== undefined && 'command' in version ? version.command : undefined },
  ];
  return all.flatMap(({ flag, text }) => (text === undefined ? [] : [[text, flag] as const]));
}

/** One program that is judged under two names is said: the folder of one may be a link to that of another. */
export function tellLinks(plans: readonly WorkerPlan[]): void {
  for (const { target, other } of linkedFolders(plans))
    say(`${terminalLine(target)}: its folder is a link to that of ${terminalLine(other)}\n`);
}

/** How many cases a quick run leaves out is said before it begins. */
export async function tellQuick(plans: readonly WorkerPlan[]): Promise<void> {
  for (const plan of plans) {
    const extent = await quickExtent(plan);
    if (extent === undefined) continue;
    const words = `${extent.cases} of ${extent.of} cases, one a requirement (--quick)`;
    say(`${terminalLine(plan.target.name)}: ${words}\n`);
  }
}

/** How many cases an earlier run has judged is said before the others begin. */
export function tellResumed({ counts }: Resumed): void {
  for (const { target, judged, of } of counts)
    say(`${terminalLine(target)}: ${judged} of ${of} cases are judged already (--resume)\n`);
}

/** Points that no requirement of the run earns are said before it begins: they may be meant for another. */
export function tellIdlePoints({ points, flags, resumed }: RunOrder): void {
  const idle = idlePoints(points, resumed.plans, flags.capture === undefined ? [] : [FRAMES_SUITE]);
  if (idle.length === 0) return;
  const globs = idle.map((glob) => JSON.stringify(glob)).join(', ');
  say(`points: no requirement of this run is meant by ${terminalLine(globs)}\n`);
}

/** A version command that told no version is said: the run goes on without one. */
export function tellVersions(looked: ReadonlyMap<string, Tested>): void {
  for (const [target, { versionProblem }] of looked)
    if (versionProblem !== undefined) say(`${terminalLine(target)}: ${terminalLine(versionProblem)}\n`);
}

/** That an earlier run judged another program is said before this one is: whoever goes on with it may not mean that. */
export function tellOtherPrograms(looked: ReadonlyMap<string, Tested>, { tested }: Resumed): void {
  const targets = [...looked].map(([name, now]) => ({ name, tested: [...tested(name), now] }));
  for (const [name, difference] of differentPrograms(targets))
    say(`${terminalLine(name)}: ${terminalLine(difference)}; it counts as not judged (--resume)\n`);
}

/** A file that was replaced while it was judged is said: nobody knows which of the two a verdict is of. */
export function tellReplaced(looked: ReadonlyMap<string, Tested>): void {
  for (const [target, { files }] of looked)
    for (const file of files)
      if (file.atEnd !== undefined) say(`${terminalLine(target)}: ${terminalLine(replacedWords(file))}\n`);
}

/** Whoever stopped a run is told how it goes on, where its report can be read again. */
export function tellHowToResume(requests: readonly ReportRequest[]): void {
  const { file } = requests.find(({ format, file }) => format === 'json' && file !== undefined) ?? {};
  if (file !== undefined) say(`sockspec: to go on, give the same command and --resume ${shellQuoted(file)}\n`);
}
