import type { Dissection } from '../harness/contracts/dissection.ts';
import type { CaseResult, Evidence, Run } from '../harness/contracts/run.ts';
import { sampleCase, sampleRun } from './samples.ts';

/** Events of a case, as many as a transcript keeps. */
const EVENTS = 60;

/** Octets of each, from all values: most of them take four characters to be shown. */
const OCTETS = 200;

const evidence: readonly Evidence[] = Array.from({ length: EVENTS }, (_, index) =>
  index % 20 === 19
    ? {
        t: index,
        who: 'iut' as const,
        what: 'output' as const,
        text: 'Traceback (most recent call last):\n'.repeat(90),
      }
    : {
        ...{ t: index * 1.5, connection: 1, octets: OCTETS },
        ...(index % 3 === 0
          ? { who: 'iut' as const, what: 'receive' as const }
          : { who: 'harness' as const, what: 'send' as const }),
        hex: Array.from({ length: OCTETS }, (_, octet) => ((octet + index) % 256).toString(16).padStart(2, '0')).join(
          '',
        ),
      },
);

const message: Dissection = {
  ...{ by: 'harness', name: 'upload', octets: 1024 },
  hex: Array.from({ length: 1024 }, (_, octet) => (octet % 256).toString(16).padStart(2, '0')).join(''),
  fields: [
    { path: 'name', from: 0, to: 20, terminator: 1 },
    { path: 'size', from: 20, to: 24, number: '1000' },
    { path: 'contents', from: 24, to: 1024 },
  ],
  marked: { from: 20, to: 24, why: 'what is judged: size' },
};

/** A run of 1,000 cases of 100 requirements, of which 300 failed, each with all that a case may have: what reports are measured by. */
export function largeRun(): Run {
  const cases = Array.from({ length: 1000 }, (_, index): CaseResult => {
    const requirement = `upload/server/made-up-${Math.floor(index / 10)}`;
    const id = `${requirement}[${index % 10}]`;
    if (index % 10 >= 3) return sampleCase({ id, requirement });
    return sampleCase({
      ...{ id, requirement, verdict: 'fail', evidence: [...evidence], messages: [message] },
      ...{ expected: `one new file of ${index} octets`, seen: 'no file' },
      reason: `expected one new file of ${index} octets; saw no file`,
      failure: 'The server expects that one recv returns the whole header, or all four octets of the size.',
      mend: 'Collect octets in a buffer until the header is complete: recv may return fewer octets than were asked for.',
      ...(index >= 500 && index % 100 >= 10 ? { explainedBy: 'upload/server/made-up-0' } : {}),
    });
  });
  return sampleRun({ cases, outcome: 'nonconformant', exitStatus: 1, conclusion: '100 MUSTs failed' });
}
