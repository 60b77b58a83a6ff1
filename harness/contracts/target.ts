import type { Output } from './observer.ts';
import type { TargetInterface } from './plan.ts';
import type { LaunchedProcess, ProcessEnd, ProcessUse } from './process.ts';
import type { TargetKind } from './run.ts';

/** A target that was started and can be spoken to. */
export interface RunningTarget {
  readonly host: string;
  readonly port: number;
  readonly process?: LaunchedProcess;
  /** Where its files land, if the target itself says so. */
  readonly dir?: string;
  /** The folder above all folders of the IUT, whole tree ours, for escapes to be seen in. */
  readonly workspace?: string;
  readonly phrases?: readonly string[];
  /** What a built-in endpoint shows. */
  readonly output?: Output;
  /** How many octets it has read of the connection that has this port at its other end, where it tells: the kernel need not be asked. */
  readonly octetsRead?: (port: number) => number | undefined;
  /** Of a receiver: the multicast group that it was told, and how many other sockets of its host were members before it, by interface. */
  readonly group?: string;
  readonly othersJoined?: ReadonlyMap<string, number>;
  /** Asks it to end, as a person at its keyboard does (SIGINT), and does not wait. Absent where it cannot be asked. */
  readonly interrupt?: () => void;
  readonly stop: () => Promise<void>;
  /** Ends it and starts it again with the folder that it had, as its user does. Absent where it has none of its own. */
  readonly again?: () => Promise<RunningTarget>;
  /** Ends it and launches it again at once on the port that it had. Rejects with `NotReachable` where it does not listen there. */
  readonly onItsPort?: () => Promise<RunningTarget>;
  /** Ends it and launches it again with room for so many open descriptors. Rejects with `NotReachable` where it does not listen then. */
  readonly withDescriptors?: (descriptors: number) => Promise<RunningTarget>;
}

/** What a client under test is started with. */
export interface ClientCall {
  /** The case that it is started for, as a person is told. */
  readonly told: string;
  /** Where it is to connect to. */
  readonly host: string;
  readonly port: number;
  /** The file that it is to send. */
  readonly file?: string;
  /** A folder of its own. */
  readonly dir: string;
  /** Whether the harness writes to its standard input. */
  readonly typed: boolean;
  /** Of a sender of datagrams: where they go, through which interface, how often. `host` is the destination too. */
  readonly datagrams?: {
    readonly group: string;
    readonly destination: string;
    readonly interface: TargetInterface;
    /** Declared of it; a built-in one keeps it. */
    readonly intervalMs: number;
  };
}

/** A client under test that was started. */
export interface RunningClient {
  /** Of a launched program. */
  readonly pid?: number;
  /** Of a launched program: what it uses and holds. */
  readonly use?: () => ProcessUse | undefined;
  /** Of a launched program: peak resident memory in octets by pid; empty where the system does not tell. */
  readonly peakMemory?: () => ReadonlyMap<number, number>;
  /** Of a program that is launched in a sandbox: which of its limits it has met, each in one sentence. */
  readonly limitsMet?: () => readonly string[];
  /** Of a launched program: sends a signal to its whole process group. */
  readonly signal?: (signal: NodeJS.Signals) => void;
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
  /** What an IUT prints that is launched on a free one. */
  readonly usual?: string;
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
  /**
   * Launches a second IUT on a busy address and waits until it ends or the limit (ms) is over: on the port of the first, where
   * that is given, else on one that the harness holds. Absent where nothing can be launched.
   */
  readonly startOnBusyPort?: (limitMs: number, portOfFirst?: number) => Promise<BusyLaunch>;
  /** The address of this machine at which a client that it starts finds the harness; 127.0.0.1 without. */
  readonly serviceHost?: string;
  /** The port that is built into a client that it starts; the client cannot be told another address. */
  readonly servicePort?: number;
  /** Where a client that is started elsewhere finds the harness, and what the harness listens on. Absent where it chooses by itself. */
  readonly address?: { readonly host: string; readonly port: number; readonly listenOn: string };
}

/** The target could not be started or connected to: nothing was tested. The message is one plain sentence. */
export class NotReachable extends Error {
  override readonly name = 'NotReachable';
}
