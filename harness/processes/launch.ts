import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { errorCode, errorText } from '../contracts/errors.ts';
import type { Buffering, LaunchedProcess, ProcessEnd } from '../contracts/process.ts';
import { NotReachable } from '../contracts/target.ts';
import { begin } from './begin.ts';
import type { PipeEnds } from './fifos.ts';
import { endGroup, peakMemoryOfGroup, signalGroup } from './group.ts';
import { endMarked, marked, markLaunch } from './launch-mark.ts';
import { captureOutput } from './output.ts';
import { closeProgramEnds, openPipe } from './pipe-service.ts';
import { announceGroup } from './process-groups.ts';
import { readToEnd } from './reading-out.ts';
import { delaysHere } from './run-delays.ts';
import { enterSandbox } from './sandbox/entry.ts';
import { watchLimits } from './sandbox/limits-met.ts';
import type { SandboxPlaces } from './sandbox/view.ts';
import { sandboxEnv, sandboxWords } from './sandbox/words.ts';
import { openTerminal } from './terminal.ts';
import { isAnyBusy, programOf } from './threads.ts';
import { useOfGroup } from './use.ts';

/** Piped output of most runtimes is buffered or in a legacy encoding; a profile's `env` can say otherwise. */
const LAUNCH_ENV = { PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8' };

/** On its own terminal nobody looks at colours; they would stand between what was sent and what is shown. */
const TERMINAL_ENV = { ...LAUNCH_ENV, TERM: 'dumb' };

/** How a program is launched. */
export interface LaunchOptions {
  /** Environment beside this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder in which it begins; this process's own without. */
  readonly cwd?: string;
  /** Whether its standard output and error are a terminal of its own, so that runtimes that buffer pipes do not. */
  readonly tty?: boolean;
  /** Whether a daemon that it starts is somebody else's, as a phone's bridge is, and lives on. */
  readonly leavesDaemons?: boolean;
  /** Puts it into a sandbox (`--sandbox`), where it sees these places and takes no more than its limits. */
  readonly sandbox?: SandboxPlaces;
}

/**
 * Launches a program in a process group of its own, so that its children end with it; on Linux those too that have left the
 * group. Output is kept from the first octet.
 * Its standard input stays open, as at a keyboard where nobody types, until it is closed or the program is stopped.
 * Rejects with `NotReachable` when the program cannot be started at all.
 */
export async function launch(
  words: readonly [string, ...string[]],
  { env = {}, tty = false, leavesDaemons = false, cwd, sandbox }: LaunchOptions = {},
): Promise<LaunchedProcess> {
  const [program, ...args] = sandbox === undefined ? words : sandboxWords(words, sandbox, cwd);
  const terminal = tty ? await openTerminal() : undefined;
  const own = { ...(tty ? TERMINAL_ENV : LAUNCH_ENV), ...env };
  const {
    mark,
    since,
    env: environment,
  } = markLaunch(sandbox === undefined ? { ...process.env, ...own } : sandboxEnv(own));
  const [out, err] = tty ? [] : [await openPipe(), await openPipe()];
  const begun = begin({
    ...{ program, args, cwd, out, err, terminal: terminal?.side.fd, hasGate: sandbox !== undefined },
    env: environment,
  });
  const { child, exited, input, openGate } = begun;
  const streams = [readerOf(out) ?? child?.stdout, readerOf(err) ?? child?.stderr, terminal?.printed].flatMap(
    (stream) => stream ?? [],
  );
  // Before anything is waited for: Node throws away what nobody has listened to when a process ends, and socat may soon.
  const output = captureOutput(
    streams,
    `standard output and error of the launched program${tty ? ', a terminal' : ''}`,
  );
  let isOver = false;
  void exited.then(() => {
    isOver = true;
  });
  const drain = terminal?.drain;
  const ended = readToEnd(exited, streams, () => drain !== undefined && isAnyBusy(drain) === true);
  const leader = await begun.pid
    .finally(() => {
      terminal?.side.close();
      closeProgramEnds([out, err].flatMap((pipe) => pipe ?? []));
    })
    .catch((error: unknown) => {
      terminal?.close();
      for (const stream of streams) stream.destroy();
      throw notStarted(program, error);
    });
  announceGroup({ kind: 'launched', pid: leader, ...(leavesDaemons ? {} : { mark }) });
  // What leads a sandbox stays outside; the program has a group of its own in there.
  const pid =
    sandbox === undefined
      ? leader
      : await enterSandbox({ leader, openGate, isOver: () => isOver, output, ended }).catch((error: unknown) => {
          signalGroup(leader, 'SIGKILL');
          for (const stream of streams) stream.destroy();
          terminal?.close();
          announceGroup({ kind: 'ended', pid: leader });
          throw error;
        });
  const { watch, watchDrain } = delaysHere();
  // All that is in a sandbox descends from its leader: whom the program has left behind, too, which keeps processors busy with it.
  const watched = [watch(leader), ...(terminal?.drain === undefined ? [] : [watchDrain(terminal.drain)])];

  // A script's first program may be another one (env); of one that has ended the system tells nothing.
  let runs = programOf(pid);
  let end: ProcessEnd | undefined;
  void ended.then((value) => {
    end = value;
    for (const unwatch of watched) unwatch();
  });
  const limits =
    sandbox === undefined
      ? undefined
      : watchLimits({ leader, pid, writable: sandbox.writable, output, end: () => end });
  void ended.then(() => limits?.close());
  return {
    pid,
    output,
    exited,
    ended,
    end: () => end,
    leftRunning: () => marked(mark, since),
    isBusy: () => isAnyBusy(pid),
    buffering: () => {
      runs = programOf(pid) || runs;
      return bufferingOf(runs, environment, tty);
    },
    type: (text) => input.write(text),
    closeInput: () => input.end(),
    peakMemory: () => peakMemoryOfGroup(pid, since),
    use: () => useOfGroup(pid, since),
    ...(limits === undefined ? {} : { limitsMet: limits.told }),
    signal: (signal) => void signalGroup(pid, signal),
    stop: async () => {
      limits?.told();
      await endGroup(pid, ended);
      if (pid !== leader) signalGroup(leader, 'SIGKILL');
      if (!leavesDaemons) endMarked(mark, since);
      for (const stream of streams) stream.destroy();
      input.destroy();
      terminal?.close();
      announceGroup({ kind: 'ended', pid: leader });
    },
  };
}

/** Python alone is known to heed PYTHONUNBUFFERED, and only where that is not empty. */
function bufferingOf(runs: string, { PYTHONUNBUFFERED }: NodeJS.ProcessEnv, tty: boolean): Buffering {
  const forbids = (PYTHONUNBUFFERED ?? '') !== '';
  if (forbids && /^(?:python|pypy)[\d.]*$/.test(runs)) return 'no';
  if (tty) return 'lines';
  return forbids ? 'told not to' : 'unknown';
}

/** What comes out of a pipe whose program has the other end by now. */
function readerOf(pipe: PipeEnds | undefined): Readable | undefined {
  if (pipe === undefined) return undefined;
  return new Socket({ fd: pipe.read, readable: true, writable: false }).on('error', () => undefined);
}

/** What a caller is told of a program that could not be started. */
function notStarted(program: string, error: unknown): NotReachable {
  const why = errorCode(error) === 'ENOENT' ? 'no such program' : errorText(error);
  return new NotReachable(`the command could not be launched: ${program}: ${why}`);
}
