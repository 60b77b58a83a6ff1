import { inject } from 'vitest';
import { clientNamed } from '../endpoints/clients.ts';
import { clientFaultNamed } from '../endpoints/faulty/clients.ts';
import { faultNamed } from '../endpoints/faulty/index.ts';
import { serverNamed } from '../endpoints/index.ts';
import { openEventLog } from '../observers/event-log.ts';
import { provideEndpoints } from '../targets/reference-target.ts';
import '../engine/worker-plan.ts';

/** Loaded into a worker before a suite that judges a built-in endpoint: joins targets and endpoints, floors of their own. */
const { logFile, target } = inject('sockspec');
const log = logFile === undefined ? undefined : await openEventLog(logFile);

provideEndpoints({
  server: (endpoint, fault) => (fault === undefined ? serverNamed(endpoint) : faultNamed(endpoint, fault)),
  client: (endpoint, fault) => (fault === undefined ? clientNamed(endpoint) : clientFaultNamed(endpoint, fault)),
  tell: log?.tell(`endpoints/${target.name}`) ?? (() => undefined),
});
