import type { Capabilities, Limits } from '../harness/contracts/profile.ts';

/** By key of a profile, globs over the ids of the requirements that look whether what is declared there is true. */
export type Probes<Key extends string> = Readonly<Record<Key, readonly string[]>>;

/** Who looks into a declared capability. */
export const capabilityProbes: Probes<keyof Capabilities> = {
  concurrentClients: ['*/server/two-at-once', '*/server/pairing'],
  shortensNames: ['upload/server/name-over-limit'],
  largestFileMiB: ['upload/server/large-file'],
  endsAfterMessages: ['multicast/receiver/leaves', '*/sender/every-datagram'],
  ttl: ['multicast/sender/ttl'],
};

/** Who looks into a limit. By those without a requirement the harness waits, and no case tries whether they are true. */
export const limitProbes: Probes<keyof Limits> = {
  idleMs: ['*/server/ends-idle-client'],
  messageMs: ['*/server/drip'],
  connectTimeoutMs: ['connect/client/reports-timeout'],
  stallMs: ['*/client/gives-up-on-stall', '*/client/stalled', '*/client/reports-silence'],
  resolveMs: ['connect/client/reports-address-error'],
  intervalMs: ['*/sender/interval'],
  closeMs: ['*/server/closes-*', '*/client/closes-*'],
  recoveryMs: ['*/server/disconnect-anywhere', '*/server/reset-anywhere', 'fortune/server/survives-*'],
  storageMs: ['upload/server/stores-contents-exactly'],
  launchMs: [],
  connectMs: [],
  replyMs: [],
  settleMs: [],
  caseMs: [],
  buildMs: [],
};
