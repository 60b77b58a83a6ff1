/** What a command ends with; the contract of scripts and CI gates. */
export const exitStatus = {
  conformant: 0,
  nonconformant: 1,
  usage: 2,
  inconclusive: 3,
  harness: 4,
  interrupted: 130,
} as const;

/** Where several statuses apply, the first of these that does. */
const precedence: readonly number[] = [
  exitStatus.interrupted,
  exitStatus.harness,
  exitStatus.nonconformant,
  exitStatus.usage,
  exitStatus.inconclusive,
];

/** The one status that speaks for several. A count is never a status: 256 failures would be 0. */
export function foremostStatus(statuses: readonly number[]): number {
  return precedence.find((status) => statuses.includes(status)) ?? exitStatus.conformant;
}
