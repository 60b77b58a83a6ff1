import { setTimeout as pause } from 'node:timers/promises';
import type { ClientFault, ClientOptions } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { probeAct } from '../../clients.ts';

/** The next attempt might work. */
export const retriesForEver: ClientFault = {
  name: 'retries-for-ever',
  endpoint: 'probe',
  summary: 'tries again and again, and says nothing',
  breaks: ['reports-refused', 'reports-timeout', 'reports-address-error', 'one-connection'],
  mayRedden: { 'tells-errors-apart': 'it never reports anything' },
  run: runOf(retry),
};

const PAUSE_MS = 50;

async function retry(options: ClientOptions): Promise<void> {
  while (!options.signal.aborted) {
    try {
      return await probeAct(options);
    } catch {
      await pause(PAUSE_MS);
    }
  }
}
