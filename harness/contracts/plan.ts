import type { Capabilities, Limits } from './profile.ts';
import type { Role, Transport } from './suite-row.ts';

/** How a target is reached, in a form that crosses threads. */
export type TargetMeans =
  | { readonly kind: 'address'; readonly host: string; readonly port: number }
  | {
      readonly kind: 'exec';
      readonly command: string;
      /** A fixed address for commands without `{port}`. */
      readonly host: string;
      readonly port?: number;
      /** The address of this machine at which a launched client finds the harness; 127.0.0.1 without. With `port`, both are built into the client. */
      readonly listenOn?: string;
      readonly ready?: string;
      /** Its output is a terminal of its own. */
      readonly tty: boolean;
      /** It runs in a sandbox: the folder that is its own, an absolute path. */
      readonly sandbox?: string;
      readonly env: Readonly<Record<string, string>>;
      /** Where it is launched; where the harness is without. */
      readonly cwd?: string;
      /** What `{folder}` stands for in its command. */
      readonly folder?: string;
      /** The command that builds it, in the same place and by the same `{folder}`, and how long that may take in milliseconds. */
      readonly build?: { readonly command: string; readonly limitMs: number };
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

/** The description of a protocol, in a form that crosses threads. */
export interface DescribedProtocol {
  readonly file: string;
  readonly text: string;
}

/** One target of a run, with everything that its suite's worker must know. Plain data: it crosses threads. */
export interface TargetPlan {
  readonly name: string;
  /** `protocol/role` of the suite that judges it; `frames` for captures. */
  readonly suite: string;
  /** What the table of suites says of that one. */
  readonly role: Role;
  readonly transport: Transport;
  readonly means: TargetMeans;
  /** Where the suite is that of a described protocol. */
  readonly described?: DescribedProtocol;
  /** Where the suite is one of the user's own: the path of its module. Each thread loads it by itself. */
  readonly suiteFile?: string;
  /** What a file declares of it that the words of `reproduce` do not say: keys, as `limits.closeMs`. */
  readonly unsaid?: readonly string[];
  readonly store?: string;
  /** Whether what a server takes that answers nothing is looked for in `store`, in place of its output. */
  readonly looksInStore?: true;
  readonly fetch?: string;
  readonly output?: string;
  /** Regular expressions of one shown item, and of output that calls an item incomplete. */
  readonly show?: string;
  readonly incomplete?: string;
  /** Where a launched client takes its data from; its own unless this says otherwise. */
  readonly input?: 'own' | 'stdin';
  /** A person answers what the screen shows. */
  readonly operator?: boolean;
  /** The fortune database, each phrase with what is sent behind it, which `ends` tells too. */
  readonly phrases?: readonly string[];
  readonly ends?: 'lf' | 'crlf';
  /** Of suites of datagrams. */
  readonly interface?: TargetInterface;
  /** The multicast group, where the IUT cannot be told another. */
  readonly group?: string;
  readonly limits: Limits;
  readonly capabilities: Capabilities;
  /** How its version is known: the user's own word, or a command that tells it. */
  readonly version?: { readonly text: string } | { readonly command: string };
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
  /** Of the cases of one requirement the first alone: somebody starts each by hand. */
  readonly quick?: boolean;
  /** Every `of`th case from the `index`th (from 1) on. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Ids of cases that an earlier run has judged (`--resume`): they keep their place, and are not run. */
  readonly judged?: readonly string[];
  readonly logFile?: string;
}
