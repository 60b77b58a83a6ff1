import { inject } from 'vitest';
import { clientNamed } from '../endpoints/clients.ts';
import { serverNamed } from '../endpoints/index.ts';
import { openEventLog } from '../observers/event-log.ts';
import { provideEndpoints } from '../targets/reference-target.ts';
import '../engine/worker-plan.ts';

/** Loaded into a worker before a suite that judges a built-in endpoint: joins targets and endpoints, floors of their own. */
const { logFile, target } = inject('sockspec');
const log = logFile === undefined ? undefined : await openEventLog(logFile);

const { means } = target;
const isFaulty = means.kind === 'reference' && means.fault !== undefined;
/** Over a hundred small files, which every worker would have to load. */
const faulty = isFaulty
  ? { ...(await import('../endpoints/faulty/index.ts')), ...(await import('../endpoints/faulty/clients.ts')) }
  : undefined;

provideEndpoints({
  server: (endpoint, fault) => (fault === undefined ? serverNamed(endpoint) : faulty?.faultNamed(endpoint, fault)),
  client: (endpoint, fault) =>
    fault === undefined ? clientNamed(endpoint) : faulty?.clientFaultNamed(endpoint, fault),
  tell: log?.tell(`endpoints/${target.name}`) ?? (() => undefined),
});
