import { faulty } from './described.ts';
import { faultyOverDatagrams } from './described-datagrams.ts';
import { faultyOneWay } from './described-one-way.ts';
import { faultSubjects } from './faults.ts';
import type { Subject } from './subject.ts';

/** Every fault of which `fixtures/golden/` says what a person is told. */
export const recordedFaults: readonly Subject[] = [
  ...faultSubjects,
  ...faulty,
  ...faultyOverDatagrams,
  ...faultyOneWay,
];

/** The suites that judge them: each has a file. */
export const recordedSuites: readonly string[] = [...new Set(recordedFaults.map(({ target }) => target.suite))];
