import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { probeAct } from '../../clients.ts';

const HOUR_MS = 3_600_000;

/** A connect without a timeout. */
export const waitsForEver: ClientFault = {
  name: 'waits-for-ever',
  endpoint: 'probe',
  summary: 'waits for a connection as long as the kernel does',
  breaks: ['reports-timeout'],
  mayRedden: {},
  run: runOf((options) => probeAct({ ...options, connectMs: HOUR_MS })),
};
