import type { ServerEndpoint, ServerOptions, Tell } from '../contracts/endpoint.ts';
import { errorText } from '../contracts/errors.ts';
import { NotReachable, type Target, type TargetMeans } from '../contracts/target.ts';
import { holdPort } from './ports.ts';
import { makeSandbox } from './sandbox.ts';

/** Finds a reference endpoint, or a fault of it. */
export type EndpointLookup = (endpoint: string, fault: string | undefined) => Pick<ServerEndpoint, 'start'> | undefined;

const HOST = '127.0.0.1';

/** Long enough that no socket buffer holds it: what a slow reader or a reset meets in mid-phrase. */
const LONG_PHRASE_OCTETS = 8 * 1024 * 1024;

/** How soon the references give up on an idle client, in milliseconds: within the idle time that runs declare for them. */
const IDLE_MS = 1000;

/** The database of the reference run: four phrases, so that 40 connections all alike have a chance of 4^-39. */
export const referencePhrases: readonly string[] = [
  'A segment is not a message.',
  'The receive buffer is full of good intentions.',
  'Größe ist eine Frage der Reihenfolge der Oktette.',
  'The stream goes on and on. '.repeat(Math.ceil(LONG_PHRASE_OCTETS / 27)),
];

let lookup: EndpointLookup = () => undefined;
let tell: Tell = () => undefined;

/** Targets cannot import endpoints; whoever joins the two says here where they are found, and where they tell of themselves. */
export function provideEndpoints(found: EndpointLookup, told: Tell): void {
  lookup = found;
  tell = told;
}

/** A built-in endpoint, started in this thread on a port that the kernel chooses. */
export function referenceTarget(means: Extract<TargetMeans, { kind: 'reference' }>): Target {
  const endpoint = (): Pick<ServerEndpoint, 'start'> => {
    const found = lookup(means.endpoint, means.fault);
    if (found === undefined)
      throw new NotReachable(`there is no reference endpoint ${means.endpoint} ${means.fault ?? ''}`);
    return found;
  };
  const options = (port: number, dir: string): ServerOptions => ({
    host: HOST,
    port,
    dir,
    phrases: referencePhrases,
    idleMs: IDLE_MS,
    tell,
  });
  return {
    kind: 'reference',
    relaunches: true,
    start: async () => {
      const { start } = endpoint();
      const sandbox = await makeSandbox();
      const running = await start(options(0, sandbox.dir)).catch(async (error: unknown) => {
        await sandbox.remove();
        throw error;
      });
      return {
        host: running.host,
        port: running.port,
        dir: sandbox.dir,
        sandbox: sandbox.root,
        phrases: referencePhrases,
        stop: async () => {
          await running.stop();
          await sandbox.remove();
        },
      };
    },
    startOnBusyPort: async () => {
      const { start } = endpoint();
      const sandbox = await makeSandbox();
      const busy = await holdPort(HOST, 0);
      try {
        const running = await start(options(busy.port, sandbox.dir));
        await running.stop();
        return { ended: false, said: '' };
      } catch (error) {
        return { ended: true, end: { status: 1, signal: null }, said: errorText(error) };
      } finally {
        await busy.release();
        await sandbox.remove();
      }
    },
  };
}
