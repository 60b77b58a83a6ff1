import type { Evidence } from '../../harness/contracts/run.ts';
import { NEXT_SERVED } from '../../harness/contracts/run-form.ts';
import { visible } from '../../harness/text/visible.ts';
import { plural } from '../closing.ts';
import { isFileMissing, isOfGiven } from './given.ts';

/** What sockspec did and the evidence does not hold, one sentence each: a script does without it, and says so. */
export function lacksOf(evidence: readonly Evidence[]): readonly string[] {
  const cut = evidence.filter(({ who, what, cut: isCut }) => who === 'harness' && what === 'send' && isCut === true);
  const notes = evidence
    .filter(({ who, what }) => who === 'harness' && what === 'note')
    .filter((note) => !isOfGiven(note) && note.text !== NEXT_SERVED);
  const isCutOff = isFileMissing(evidence);
  return [
    ...(isCutOff ? ['The report does not hold the whole file that the client was given: use one like it.'] : []),
    ...cut.map(({ octets = 0, hex = '' }) => {
      const kept = hex.length / 2;
      return `Of a segment of ${plural(octets, 'octet')} the report holds the first ${kept}: the other ${octets - kept} are not sent.`;
    }),
    ...notes.map(({ text = '' }) => `sockspec noted "${visible(text)}": the script does not do this.`),
  ];
}
