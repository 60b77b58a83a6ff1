import { suites } from '../../suites/index.ts';
import type { Description } from '../contracts/wire.ts';
import { clientNamed } from '../endpoints/clients.ts';
import { describedCaller, describedEndpoint } from '../endpoints/faulty/described/index.ts';
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
      const description = descriptionOf(endpoint);
      if (description !== undefined) return describedEndpoint(description, fault);
      return fault === undefined
        ? serverNamed(endpoint)
        : (await import('../endpoints/faulty/index.ts')).faultNamed(endpoint, fault);
    },
    client: async (endpoint, fault) => {
      const description = descriptionOf(endpoint);
      if (description !== undefined) return describedCaller(description, fault);
      return fault === undefined
        ? clientNamed(endpoint)
        : (await import('../endpoints/faulty/clients.ts')).clientFaultNamed(endpoint, fault);
    },
    tell: (target) => opened?.tell(`endpoints/${target}`) ?? (() => undefined),
  };
}

/** The description of a protocol that has this name; undefined for a built-in one. */
function descriptionOf(protocol: string): Description | undefined {
  return suites.find((suite) => suite.protocol === protocol)?.description;
}
