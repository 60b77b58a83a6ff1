import { readlinkSync } from 'node:fs';
import type { ProcessUse } from '../../contracts/process.ts';
import type { RunningTarget } from '../../contracts/target.ts';
import { endsInState } from '../../targets/kernel-tables.ts';
import { ownListeners } from '../../targets/own-listeners.ts';
import { holdPort } from '../../targets/ports.ts';
import { untilAtRest } from './ending.ts';

/** What asks a program to end: a service manager sends SIGTERM, and Ctrl-C SIGINT. */
export type EndingSignal = 'SIGTERM' | 'SIGINT';

/** What a case sees of a launched IUT as a process group, and does to it. */
export interface ProcessAccess {
  /** What it uses and holds; undefined where it was not launched, has ended, or the system does not tell. */
  readonly use: () => ProcessUse | undefined;
  /** Its connections whose client has ended and which it has not closed; undefined where the system does not tell. */
  readonly leftOpen: () => Promise<number | undefined>;
  /** Whether a launch is good for one client. */
  readonly servesOne: () => boolean;
  /** Does something while it is held (SIGSTOP), so that who connects meanwhile waits in its queue; at once where it was not launched. */
  readonly whileHeld: <Value>(work: () => Promise<Value>) => Promise<Value>;
  /** Whether it can be launched again on the port that it has. */
  readonly hasOwnPort: () => boolean;
  /** Ends it. */
  readonly end: () => Promise<void>;
  /** Whether it is a program that the harness has launched, and can send signals to. */
  readonly isLaunched: () => boolean;
  /** Asks it to end by a signal to its group, once it is at rest, and does not wait for its end: that is no finding. */
  readonly askToEnd: (by: EndingSignal) => Promise<void>;
  /**
   * Launches it with room for so many open descriptors, for the rest of the case, and has it serve a client. Throws NotReachable
   * where it does not: a program may need more room than that for itself.
   */
  readonly withDescriptors: (descriptors: number) => Promise<void>;
  /** Connections at its port that it has closed first and that linger (RFC 9293 §3.6.1); undefined where the system does not tell. */
  readonly lingering: () => Promise<number | undefined>;
  /** Launches it again on the port that it had: resolves to why it does not listen there, to undefined where it does. */
  readonly onItsPort: () => Promise<string | undefined>;
  /** Whether it is the one that listens on its port, and not another program. */
  readonly hasPort: () => Promise<boolean>;
  /** Whether a program has that port now: it listens there, or is connected from it. */
  readonly isPortTaken: () => Promise<boolean>;
}

/** What it is made of. */
export interface ProcessParts extends Pick<ProcessAccess, 'servesOne' | 'end' | 'onItsPort' | 'withDescriptors'> {
  readonly running: () => RunningTarget;
  /** Told before the IUT is asked to end. */
  readonly mayEnd: () => void;
}

/** The access to one IUT, however often it is launched. */
export function processAccess({ running, end, mayEnd, ...parts }: ProcessParts): ProcessAccess {
  let isElsewhere = false;
  return {
    ...parts,
    use: () => running().process?.use(),
    leftOpen: () => endsInState(running().port, ['CLOSE-WAIT'], running().process?.pid),
    whileHeld: async (work) => {
      const { process } = running();
      process?.signal('SIGSTOP');
      return work().finally(() => process?.signal('SIGCONT'));
    },
    hasOwnPort: () => running().onItsPort !== undefined,
    end: async () => {
      const { process } = running();
      isElsewhere = process !== undefined && namespaceOf(process.pid) !== namespaceOf('self');
      await end();
    },
    isLaunched: () => running().process !== undefined,
    askToEnd: async (by) => {
      const { process } = running();
      if (process === undefined) return;
      await untilAtRest(process.isBusy);
      mayEnd();
      process.signal(by);
    },
    // The process is gone by then: the tables are those of this network namespace.
    lingering: async () =>
      isElsewhere ? undefined : endsInState(running().port, ['FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'], undefined),
    hasPort: async () => {
      const { port, process } = running();
      if (process === undefined || process.use() === undefined) return process?.end() === undefined;
      return (await ownListeners(process.pid)).includes(port);
    },
    isPortTaken: async () => {
      const { host, port } = running();
      // Nobody can bind beside a lingering connection of a program that does not set SO_REUSEADDR: that is no other's port.
      const others = await endsInState(port, ['LISTEN', 'SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT'], undefined);
      if (others !== undefined) return others > 0;
      const held = await holdPort(host, port).catch(() => undefined);
      await held?.release();
      return held === undefined;
    },
  };
}

/** Which network namespace a process is in; empty where the system does not tell. */
function namespaceOf(pid: number | 'self'): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return '';
  }
}
