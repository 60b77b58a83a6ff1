import { faultSubjects } from './faults.ts';
import { launchedSubjects } from './launched.ts';
import { nullClientSubjects } from './null-clients.ts';
import { nullSubjects } from './null-targets.ts';
import { programSubjects } from './programs.ts';
import { pythonSubjects } from './pythons.ts';
import type { Subject } from './subject.ts';
import { toolSubjects } from './tools.ts';

/** Everything whose verdicts are known before it is judged. */
export const subjects: readonly Subject[] = [
  ...faultSubjects,
  ...programSubjects,
  ...toolSubjects,
  ...launchedSubjects,
  ...pythonSubjects,
  ...nullSubjects,
  ...nullClientSubjects,
];
