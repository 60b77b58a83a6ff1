import { type ConnectOptions, callFailure, connectTo } from './connect.ts';
import { untilClosed } from './socket.ts';

/** How long a reset may come after the connection, in milliseconds: firewalls that let it stand for a moment answer within this. */
const SETTLE_MS = 250;

/**
 * Connects, trying every address of a name, and closes at once. Resolves to the address that it was connected to;
 * rejects with a CallFailure whose outcome tells apart refused, timed out, address error, unreachable and reset.
 */
export async function probe(call: ConnectOptions): Promise<{ readonly host: string; readonly port: number }> {
  const socket = await connectTo(call);
  const { remoteAddress: host = call.host, remotePort: port = call.port } = socket;
  socket.resume();
  socket.end();
  const settled = setTimeout(() => socket.destroy(), SETTLE_MS);
  await untilClosed(socket);
  clearTimeout(settled);
  if (socket.errored !== null) throw callFailure(socket.errored, call);
  return { host, port };
}
