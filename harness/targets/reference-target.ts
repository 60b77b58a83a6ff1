import type { ClientEndpoint, ServerEndpoint, ServerOptions, Tell } from '../contracts/endpoint.ts';
import { errorText } from '../contracts/errors.ts';
import type { TargetMeans, TargetPlan } from '../contracts/plan.ts';
import { NotReachable, type RunningTarget, type Target } from '../contracts/target.ts';
import { freshGroup } from './datagram-places.ts';
import { shownOutput, startInProcess } from './in-process.ts';
import { heldByOther, holdPort } from './ports.ts';
import { makeWorkspace } from './workspace.ts';

/** Finds a built-in endpoint, or a fault of it; there are over a hundred of those, so they are loaded when one is asked for. */
export type EndpointLookup<Endpoint> = (endpoint: string, fault: string | undefined) => Promise<Endpoint | undefined>;

const HOST = '127.0.0.1';
const EVERY_ADDRESS = '0.0.0.0';

/** Long enough that no socket buffer holds it: what a slow reader or a reset meets in mid-phrase. */
const LONG_PHRASE_OCTETS = 8 * 1024 * 1024;

/**
 * How soon the references give up on an idle client, in milliseconds: within the idle time that runs declare for them, and
 * not while a slow client pauses.
 */
const IDLE_MS = 1300;

/** The database of the reference run: four phrases, so that 40 connections all alike have a chance of 4^-39. */
export const referencePhrases: readonly string[] = [
  'A segment is not a message.',
  'The receive buffer is full of good intentions.',
  'Größe ist eine Frage der Reihenfolge der Oktette.',
  longPhrase(),
];

/** It has fewer characters than octets: who counts the one for the other cuts it. */
function longPhrase(): string {
  const part = 'On and on: 流れは止まらない。 ';
  return part.repeat(Math.ceil(LONG_PHRASE_OCTETS / Buffer.byteLength(part)));
}

/** What joins targets and endpoints, floors of their own: where endpoints are found, and where they tell of themselves. */
export interface ProvidedEndpoints {
  readonly server: EndpointLookup<Pick<ServerEndpoint, 'start'>>;
  readonly client: EndpointLookup<Pick<ClientEndpoint, 'run'>>;
  /** What the endpoint of a target tells. */
  readonly tell: (target: string) => Tell;
}

let provided: ProvidedEndpoints = {
  server: async () => undefined,
  client: async () => undefined,
  tell: () => () => undefined,
};

/** Says where the built-in endpoints are found. */
export function provideEndpoints(endpoints: ProvidedEndpoints): void {
  provided = endpoints;
}

function unknown({ endpoint, fault = 'no fault' }: Extract<TargetMeans, { kind: 'reference' }>): never {
  throw new NotReachable(`there is no reference endpoint ${endpoint} with ${fault}`);
}

/** A built-in endpoint, started in this thread on a port that the kernel chooses. */
export function referenceTarget(
  means: Extract<TargetMeans, { kind: 'reference' }>,
  plan: Pick<TargetPlan, 'interface' | 'name'>,
): Target {
  const endpoint = async (): Promise<Pick<ServerEndpoint, 'start'>> =>
    (await provided.server(means.endpoint, means.fault)) ?? unknown(means);
  const options = (port: number, dir: string, show: (text: string) => void): ServerOptions => ({
    // A receiver bound to one address of its host is given no broadcast.
    host: plan.interface === undefined ? HOST : EVERY_ADDRESS,
    port,
    dir,
    phrases: referencePhrases,
    idleMs: IDLE_MS,
    tell: provided.tell(plan.name),
    show,
    ...(plan.interface === undefined ? {} : { interface: plan.interface.address }),
  });
  const startOn = async (port: number, group: string): Promise<RunningTarget> => {
    const { start } = await endpoint();
    const workspace = await makeWorkspace();
    const shown = shownOutput();
    const running = await start({ ...options(port, workspace.dir, shown.show), group }).catch(
      async (error: unknown) => {
        await workspace.remove();
        throw error;
      },
    );
    return {
      host: running.host,
      port: running.port,
      phrases: referencePhrases,
      output: shown.output,
      ...(running.octetsRead === undefined ? {} : { octetsRead: running.octetsRead }),
      ...(plan.interface === undefined
        ? { dir: workspace.dir, workspace: workspace.root }
        : { group, interrupt: () => void running.stop() }),
      stop: async () => {
        await running.stop();
        await workspace.remove();
      },
    };
  };
  return {
    kind: 'reference',
    relaunches: true,
    start: () => startOn(0, freshGroup()),
    startBeside: ({ port, group = '' }) =>
      startOn(port, group).catch((error: unknown) => {
        throw new NotReachable(`the second receiver was not started: ${errorText(error)}`);
      }),
    startClient: async (call) =>
      startInProcess((await provided.client(means.endpoint, means.fault)) ?? unknown(means), call),
    startOnBusyPort: async (_, portOfFirst) => {
      const { start } = await endpoint();
      const workspace = await makeWorkspace();
      const busy = portOfFirst === undefined ? await holdPort(HOST, 0) : heldByOther(portOfFirst);
      try {
        const running = await start(options(busy.port, workspace.dir, () => undefined));
        await running.stop();
        return { ended: false, said: '' };
      } catch (error) {
        return { ended: true, end: { status: 1, signal: null }, said: errorText(error) };
      } finally {
        await busy.release();
        await workspace.remove();
      }
    },
  };
}
