import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { fortuneAct } from '../../clients.ts';
import { carefulFortuneCall, fortuneCaller } from '../../fortune-client.ts';

/** One buffer, whatever the length of the phrase. */
export const bufferOf1024: ClientFault = {
  name: 'buffer-of-1024',
  endpoint: 'fortune',
  summary: 'shows at most 1024 octets',
  breaks: ['reads-past-one-buffer'],
  mayRedden: { 'joins-split-characters': 'a phrase that is longer than buffers' },
  run: runOf(fortuneAct(fortuneCaller({ ...carefulFortuneCall, decode: (pieces) => firstOf(pieces) }))),
};

function firstOf(pieces: readonly Uint8Array[]): string {
  return Buffer.concat(pieces).subarray(0, 1024).toString('utf8');
}
