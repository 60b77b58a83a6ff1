import type { Fault } from '../../../contracts/endpoint.ts';
import { unsafeName } from '../../file-name.ts';
import { Refusal } from '../../refusal.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { LONG_NAME_OCTETS, looseHeader } from '../loose-header.ts';

/** The limit was for somebody else. */
export const acceptsLongNames: Fault = {
  name: 'accepts-long-names',
  endpoint: 'upload',
  summary: 'stores names of any length that the file system takes',
  breaks: ['name-over-limit'],
  mayRedden: {},
  start: uploadServer({
    ...carefulUpload,
    decode: looseHeader({ nameOctets: LONG_NAME_OCTETS, nameProblem: (name) => (name === '' ? 'no name' : undefined) }),
    admit: admitAnyLength,
  }),
};

function admitAnyLength(name: string): string {
  const problem = unsafeName(name);
  if (problem !== undefined) throw new Refusal('refused upload', problem);
  return name;
}
