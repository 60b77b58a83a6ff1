import type { Address } from '../../targets/address.ts';
import type { FlagValue } from '../planning/flag-values.ts';

/** The flags that only senders of datagrams take. */
export const datagramFlags = ['interface', 'ttl', 'loopback', 'interval', 'count'] as const;
export type DatagramFlag = (typeof datagramFlags)[number];

/** The flags that only some clients take. */
export const ownFlags = ['name', 'line', 'record-version', 'data', 'file', ...datagramFlags] as const;
export type OwnFlag = 'name' | 'line' | 'record-version' | 'data' | 'file' | DatagramFlag;

/** Whom to call, and how long to wait. */
export interface Call extends Address {
  readonly connectMs: number;
  readonly replyMs: number;
  /** The file in front of the address, of clients that send one. */
  readonly sent?: string;
  readonly flags: Readonly<Record<OwnFlag, FlagValue>>;
}

/** One reference client as the command line has it. */
export interface Caller {
  /** Whether a file stands before the address. */
  readonly takesFile: boolean;
  readonly flags: readonly OwnFlag[];
  /** Rejects with a UsageError for wrong flags, and with a CallFailure where the call fails. */
  readonly call: (call: Call) => Promise<void>;
}
