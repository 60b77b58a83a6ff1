import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { Socket } from 'node:net';
import { basename, delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { statFields } from './stat-fields.ts';

/** The programs that record frames. tcpdump hands each on at once; dumpcap needs fewer rights, and reads every 250 ms. */
export const CAPTURE_TOOLS = ['tcpdump', 'dumpcap'] as const;

/** The device of Linux whose frames are those of all interfaces. */
export const ALL_DEVICES = 'any';

/**
 * The filter (pcap-filter(7)) for all that is judged of a run: IPv4, IPv6, ARP, and what is tagged (IEEE 802.1Q). libpcap up
 * to 1.10.3 knows no `vlan` on the device of all interfaces: there the tag's own EtherTypes are asked for.
 */
export function runFilter(device: string): string {
  return `ip or ip6 or arp or ${device === ALL_DEVICES ? 'ether proto 0x8100 or ether proto 0x88a8' : 'vlan'}`;
}

/** How long a tool may take to say whether it may capture, or to begin, in milliseconds. */
const TOOL_MS = 5000;

/**
 * Frames of a loopback interface are given 64 KiB of the buffer each, however short they are: the tools' own 2 MiB hold 32,
 * and a burst of small segments is lost.
 */
const BUFFER_MIB = 64;

/** dumpcap's read timeout is 250 ms: what was on the wire before is written after twice that. */
const DRAIN_MS = 500;

/** How long a tool may take to catch up, and to end after SIGINT, in milliseconds; how often it is looked at. */
const END_MS = 5000;
const LOOK_MS = 20;

/** How a machine without a tool gets one, and how a person who may not capture may. */
export const toolMend = 'install one: apt install tcpdump or wireshark-common, brew install wireshark';
export const rightMend =
  'run as root, or join the group of capturers: sudo dpkg-reconfigure wireshark-common, sudo usermod -aG wireshark $USER, log in again; elsewhere sudo setcap cap_net_raw,cap_net_admin+eip $(which dumpcap)';

/** A capture that is running: the octets of a pcap or pcapng file, as the frames come. */
export interface LiveCapture {
  readonly tool: string;
  readonly octets: Readable;
  /** Ends the tool once what was on the wire has been handed on; `octets` ends then. */
  readonly stop: () => Promise<void>;
  /** Frames that were not recorded, because the machine was too busy; known once it is stopped. */
  readonly lost: () => number;
  /** How the tool ended before it was to, in words; undefined where it did not. Known once it is stopped. */
  readonly brokeOff: () => string | undefined;
}

/** No frames can be recorded on this machine; the message says why, and the mend. */
export class CannotCapture extends Error {
  override readonly name = 'CannotCapture';
}

/** Paths of the tools that are there: the PATH, and where root's programs are, which is not on everybody's PATH. */
export async function installedTools(folders = programFolders()): Promise<readonly string[]> {
  const paths = CAPTURE_TOOLS.map(async (tool) => {
    for (const folder of folders) {
      const path = join(folder, tool);
      if (await isThere(path)) return path;
    }
    return undefined;
  });
  return (await Promise.all(paths)).filter((path) => path !== undefined);
}

/** The first line that the tool says when it may not open the interface; undefined where it may. It records nothing. */
export function refusalOf(tool: string, device: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(tool, ['-i', device, '-L'], { timeout: TOOL_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      if (error === null) return resolve(undefined);
      resolve(`${stderr}\n${stdout}`.trim().split('\n', 1)[0] || error.message);
    });
  });
}

/**
 * Begins to record the frames of an interface that a filter (pcap-filter(7)) lets through, with a buffer of so many MiB.
 * Rejects with `CannotCapture`.
 */
export async function startCapture(device: string, filter: string, bufferMiB = BUFFER_MIB): Promise<LiveCapture> {
  const tool = await usableTool(device);
  const isDumpcap = basename(tool) === 'dumpcap';
  const words = isDumpcap
    ? ['-q', '-i', device, '-B', `${bufferMiB}`, '-f', filter, '-w', '-']
    : [
        ...['-i', device, '-B', `${bufferMiB * 1024}`, '-U', '--immediate-mode', '-s', '0', '-w', '-'],
        ...(filter === '' ? [] : [filter]),
      ];
  // A group of its own: Ctrl-C at the terminal is for the harness, which ends the tool when it has all frames.
  const child = spawn(tool, words, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const ended = once(child, 'exit');
  const said = await begun(child.stderr, ended, isDumpcap ? /^File: /m : /listening on /);
  if (said !== undefined) throw new CannotCapture(`${basename(tool)} cannot capture on ${device}: ${said}`);
  const allSaid = once(child.stderr, 'end');
  let last = '';
  child.stderr.on('data', (piece: string) => {
    last = (last + piece).slice(-4096);
  });
  let stopped: Promise<void> | undefined;
  let isAsked = false;
  let early: string | undefined;
  child.once('exit', (status, signal) => {
    const how = signal === null ? `with exit status ${status}` : `by signal ${signal}`;
    if (!isAsked) early = `${basename(tool)} ended ${how}`;
  });
  const stop = async (): Promise<void> => {
    if (isDumpcap) await pause(DRAIN_MS);
    await untilCaughtUp(child);
    isAsked = true;
    child.kill('SIGINT');
    const limit = setTimeout(() => child.kill('SIGKILL'), END_MS);
    await Promise.all([ended, allSaid]);
    clearTimeout(limit);
  };
  return {
    tool: basename(tool),
    octets: child.stdout,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
    lost: () => lostFrames(last),
    brokeOff: () => early,
  };
}

/**
 * A tool that is told to end leaves what it has not read behind. On a busy machine that is what came last: it is waited
 * for until the tool sleeps, because there is nothing for it to read, and has handed on all that it wrote.
 */
async function untilCaughtUp({ pid, stdout }: ChildProcess): Promise<void> {
  const handedOn = (): number => (stdout instanceof Socket ? stdout.bytesRead : 0);
  const deadline = performance.now() + END_MS;
  for (let before = -1; performance.now() < deadline; before = handedOn()) {
    const sleeps = isAsleep(pid);
    if (sleeps === undefined) return pause(DRAIN_MS);
    if (sleeps && handedOn() === before && stdout?.readableLength === 0) return;
    await pause(LOOK_MS);
  }
}

/** Whether the process waits for something; undefined where the system does not tell. */
function isAsleep(pid: number | undefined): boolean | undefined {
  const [state] = (pid === undefined ? undefined : statFields(pid)) ?? [];
  return state === undefined ? undefined : state === 'S';
}

/**
 * How many frames the kernel had no room for, as a tool tells it at its end: `3 packets dropped by kernel`, or
 * `Packets received/dropped on interface 'lo': 27/3 (…)`. 0 where it does not tell.
 */
export function lostFrames(said: string): number {
  const found = /^(\d+) packets? dropped by kernel/m.exec(said) ?? /received\/dropped on .*: \d+\/(\d+)/.exec(said);
  return Number(found?.[1] ?? 0);
}

async function usableTool(device: string): Promise<string> {
  const tools = await installedTools();
  if (tools.length === 0) throw new CannotCapture(`neither ${CAPTURE_TOOLS.join(' nor ')} is installed: ${toolMend}`);
  const refusals: string[] = [];
  for (const tool of tools) {
    const refusal = await refusalOf(tool, device);
    if (refusal === undefined) return tool;
    refusals.push(`${basename(tool)}: ${refusal}`);
  }
  throw new CannotCapture(`no right to capture on ${device} (${refusals.join('; ')}): ${rightMend}`);
}

/** Resolves to undefined once the tool has said that it captures, else to what it said instead. */
function begun(stderr: Readable, ended: Promise<unknown>, sign: RegExp): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = '';
    const lastLine = (): string => said.trim().split('\n').at(-1) ?? '';
    const limit = setTimeout(() => resolve(`it said nothing within ${TOOL_MS} ms: ${lastLine()}`), TOOL_MS);
    const done = (problem: string | undefined): void => {
      clearTimeout(limit);
      resolve(problem);
    };
    stderr.setEncoding('utf8').on('data', (piece: string) => {
      said = (said + piece).slice(-4096);
      if (sign.test(said)) done(undefined);
    });
    void ended.then(() => done(lastLine() || 'it ended without a word'));
  });
}

function programFolders(): readonly string[] {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].filter((one) => one !== '');
}

/** Whether it may be executed does not count: that a user may not is a right that lacks. */
function isThere(path: string): Promise<boolean> {
  const names = process.platform === 'win32' ? [path, `${path}.exe`] : [path];
  return Promise.any(names.map((name) => access(name, constants.F_OK))).then(
    () => true,
    () => false,
  );
}
