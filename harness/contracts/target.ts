import type { Output, ProcessEnd } from './observer.ts';
import type { Capabilities, Limits } from './profile.ts';
import type { TargetKind } from './run.ts';

/** How a target is reached, in a form that crosses threads. */
export type TargetMeans =
  | { readonly kind: 'address'; readonly host: string; readonly port: number }
  | {
      readonly kind: 'exec';
      readonly command: string;
      /** A fixed address for commands without `{port}`. */
      readonly host: string;
      readonly port?: number;
      /** The address of this machine at which a launched client finds the harness; 127.0.0.1 without. */
      readonly listenOn?: string;
      readonly ready?: string;
      /** Its output is a terminal of its own. */
      readonly tty: boolean;
      readonly env: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'reference';
      readonly endpoint: string;
      readonly fault?: string;
    }
  /** A client that somebody starts elsewhere: it connects to the harness here. */
  | { readonly kind: 'listen'; readonly host: string; readonly port: number }
  /** Captures: nothing is spoken to, their frames are judged. */
  | {
      readonly kind: 'capture';
      readonly captures: readonly DeclaredCapture[];
      /** `GROUP` or `GROUP=TTL`, as `harness/frames/declaring.ts` reads them; empty for the group of the multicast endpoints. */
      readonly groups: readonly string[];
      /** The captures that come with the package: whatever another reader can read is read by it too. */
      readonly builtIn: boolean;
      /** The one among them that is wrong on purpose. */
      readonly fault?: string;
    };

/** A capture, and the prefixes that are attached to its link (`192.168.1.0/24`). */
export interface DeclaredCapture {
  readonly file: string;
  readonly nets: readonly string[];
}

/** The interface that datagrams of a target go through: groups and broadcasts always name theirs. */
export interface TargetInterface {
  readonly name: string;
  /** IPv4 address of this machine on it. */
  readonly address: string;
  /** Length of its network prefix in bits. */
  readonly prefix: number;
}

/** One target of a run, with everything that its suite's worker must know. Plain data: it crosses threads. */
export interface TargetPlan {
  readonly name: string;
  /** `protocol/role` of the suite that judges it; `frames` for captures. */
  readonly suite: string;
  readonly means: TargetMeans;
  readonly store?: string;
  readonly fetch?: string;
  readonly output?: string;
  /** Regular expressions of one shown item, and of output that calls an item incomplete. */
  readonly show?: string;
  readonly incomplete?: string;
  /** Where a launched client takes its data from; its own unless this says otherwise. */
  readonly input?: 'own' | 'stdin';
  /** A person answers what the screen shows. */
  readonly operator?: boolean;
  readonly phrases?: readonly string[];
  /** Of suites of datagrams. */
  readonly interface?: TargetInterface;
  /** The multicast group, where the IUT cannot be told another. */
  readonly group?: string;
  readonly limits: Limits;
  readonly capabilities: Capabilities;
  /** The words after `sockspec run` that reach this target again. */
  readonly reproduce: string;
}

/** Which cases are wanted, by globs over requirement ids or exact case ids: all of `suites`, of those `only`, without `skip`. */
export interface Selection {
  readonly suites: readonly string[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

/** All that a worker is given. */
export interface WorkerPlan {
  readonly target: TargetPlan;
  readonly selection: Selection;
  readonly seed: number;
  readonly repeat: number;
  /** Every `of`th case from the `index`th (from 1) on. */
  readonly shard?: { readonly index: number; readonly of: number };
  readonly logFile?: string;
}

/** A process that the harness launched. */
export interface LaunchedProcess {
  readonly pid: number;
  readonly output: Output;
  /** Resolves when the process has ended. */
  readonly ended: Promise<ProcessEnd>;
  /** The end if it is over, else undefined. */
  readonly end: () => ProcessEnd | undefined;
  /** Writes to its standard input, or closes that; of a program that was launched with one. */
  readonly type: (text: string) => void;
  readonly closeInput: () => void;
  /** Peak resident memory in octets of the process group by pid; empty where the system does not tell. */
  readonly peakMemory: () => ReadonlyMap<number, number>;
  /** Sends a signal to the whole process group. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Ends the whole process group: SIGTERM, then SIGKILL after a grace time. */
  readonly stop: () => Promise<void>;
}

/** A target that was started and can be spoken to. */
export interface RunningTarget {
  readonly host: string;
  readonly port: number;
  readonly process?: LaunchedProcess;
  /** Where its files land, if the target itself says so. */
  readonly dir?: string;
  /** The folder above all folders of the IUT, whole tree ours, for escapes to be seen in. */
  readonly sandbox?: string;
  readonly phrases?: readonly string[];
  /** What a built-in endpoint shows. */
  readonly output?: Output;
  /** Of a receiver: the multicast group that it was told, and how many other sockets of its host were members before it, by interface. */
  readonly group?: string;
  readonly othersJoined?: ReadonlyMap<string, number>;
  /** Asks it to end, as a person at its keyboard does (SIGINT), and does not wait. Absent where it cannot be asked. */
  readonly interrupt?: () => void;
  readonly stop: () => Promise<void>;
}

/** What a client under test is started with. */
export interface ClientCall {
  /** The case that it is started for, as a person is told. */
  readonly caseId: string;
  /** Where it is to connect to. */
  readonly host: string;
  readonly port: number;
  /** The file that it is to send. */
  readonly file?: string;
  /** A folder of its own. */
  readonly dir: string;
  /** Whether the harness writes to its standard input. */
  readonly typed: boolean;
  /** Of a sender of datagrams: where they go, through which interface. `host` is the destination too. */
  readonly datagrams?: { readonly group: string; readonly destination: string; readonly interface: TargetInterface };
}

/** A client under test that was started. */
export interface RunningClient {
  /** Of a launched program. */
  readonly pid?: number;
  readonly output: Output;
  readonly ended: Promise<ProcessEnd>;
  readonly end: () => ProcessEnd | undefined;
  /** Writes to its standard input, or closes that. */
  readonly type: (text: string) => void;
  readonly closeInput: () => void;
  readonly stop: () => Promise<void>;
}

/** What came of launching a second IUT on an address that is taken. */
export interface BusyLaunch {
  readonly ended: boolean;
  readonly end?: ProcessEnd;
  readonly said: string;
}

/** The implementation under test, as the engine handles it. */
export interface Target {
  readonly kind: TargetKind;
  /** Whether a target that has ended can be started again. */
  readonly relaunches: boolean;
  /** Rejects with `NotReachable` when the IUT ended first or never listened. */
  readonly start: () => Promise<RunningTarget>;
  /** Starts a client under test, once a case. Absent for servers. Rejects with `NotReachable` when it cannot be started. */
  readonly startClient?: (call: ClientCall) => Promise<RunningClient>;
  /** Starts one more receiver beside a running one, on the same port and group. Absent where nothing can be started. */
  readonly startBeside?: (first: RunningTarget) => Promise<RunningTarget>;
  /** Launches a second IUT on a busy address and waits until it ends or the limit (ms) is over. Absent where nothing can be launched. */
  readonly startOnBusyPort?: (limitMs: number) => Promise<BusyLaunch>;
  /** The address of this machine at which a client that it starts finds the harness; 127.0.0.1 without. */
  readonly serviceHost?: string;
  /** Where a client that is started elsewhere finds the harness, and what the harness listens on. Absent where it chooses by itself. */
  readonly address?: { readonly host: string; readonly port: number; readonly listenOn: string };
}

/** The target could not be started or connected to: nothing was tested. The message is one plain sentence. */
export class NotReachable extends Error {
  override readonly name = 'NotReachable';
}
