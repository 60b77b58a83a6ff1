import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { fortuneAct } from '../../clients.ts';
import { carefulFortuneCall, fortuneCaller } from '../../fortune-client.ts';
import type { Read } from '../../socket.ts';

/** Every end of the loop is the end of the phrase. */
export const showsPart: ClientFault = {
  name: 'shows-part',
  endpoint: 'fortune',
  summary: 'shows what came before a reset as a whole phrase',
  breaks: ['reports-reset', 'partial-not-shown-as-whole'],
  mayRedden: {},
  run: runOf(fortuneAct(fortuneCaller({ ...carefulFortuneCall, collect: collectAnyhow }))),
};

async function collectAnyhow(read: Read): Promise<readonly Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  try {
    for (let piece = await read(); piece !== undefined; piece = await read()) pieces.push(piece);
  } catch {
    return pieces;
  }
  return pieces;
}
