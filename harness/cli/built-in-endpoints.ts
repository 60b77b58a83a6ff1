import { suites } from '../../suites/index.ts';
import { clientNamed } from '../endpoints/clients.ts';
import { describedEndpoint } from '../endpoints/faulty/described/index.ts';
import { serverNamed } from '../endpoints/index.ts';
import { type EventLog, openEventLog } from '../observers/event-log.ts';
import type { ProvidedEndpoints } from '../targets/reference-target.ts';

/** The log of this thread: every target's endpoints write to one file. */
let log: Promise<EventLog> | undefined;

/** The built-in endpoints and their faults; what they tell of themselves goes to the log, if there is one. */
export async function builtInEndpoints(logFile: string | undefined): Promise<ProvidedEndpoints> {
  if (logFile !== undefined) log ??= openEventLog(logFile);
  const opened = await log;
  return {
    server: async (endpoint, fault) => {
      const described = suites.find(({ protocol, described }) => described !== undefined && protocol === endpoint);
      if (described?.description !== undefined) return describedEndpoint(described.description, fault);
      return fault === undefined
        ? serverNamed(endpoint)
        : (await import('../endpoints/faulty/index.ts')).faultNamed(endpoint, fault);
    },
    client: async (endpoint, fault) =>
      fault === undefined
        ? clientNamed(endpoint)
        : (await import('../endpoints/faulty/clients.ts')).clientFaultNamed(endpoint, fault),
    tell: (target) => opened?.tell(`endpoints/${target}`) ?? (() => undefined),
  };
}
