import type { RunningEndpoint, ServerOptions } from '../contracts/endpoint.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { carefulUpload, uploadServer } from './upload-server.ts';

/** How long a silent client may keep the others waiting, in milliseconds. */
export const RX_IDLE_MS = 5_000;

/**
 * The receive-file server: the upload protocol, one client at a time, in the order they came. A receive error and an
 * early close are told as one event each, and the next client is served. Rejects as the upload server does.
 */
export function startRx(options: ServerOptions): Promise<RunningEndpoint> {
  return uploadServer(carefulUpload, oneAtATime)({ ...options, idleMs: options.idleMs ?? RX_IDLE_MS });
}
