import type { RunTarget } from '../../harness/contracts/run.ts';
import { pythonText } from './python.ts';

/** Where a script connects to, or listens, unless its arguments say otherwise. */
export interface Place {
  readonly host: string;
  /** Undefined where the program had a port of its own in each launch. */
  readonly port: number | undefined;
}

/** The address of a target that has a fixed one; else loopback. */
export function addressOf({ kind, address }: RunTarget): Place {
  const [, host, port] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(address) ?? [];
  if ((kind !== 'address' && kind !== 'listen') || host === undefined) return { host: '127.0.0.1', port: undefined };
  return { host, port: Number(port) };
}

/** How the program under test is started, in one sentence. */
export function startOf({ kind, role, address }: RunTarget): string {
  const what = role === 'client' || role === 'sender' ? 'client' : 'program';
  if (kind === 'exec') return `Start the ${what} as the run did, with this address: ${address}`;
  if (kind === 'reference') return `Start the ${what} with this address, such as that of sockspec: ${address}`;
  return `Start the ${what} with this address.`;
}

/** What the exit status of a script says, and why it does not decide where it does not. */
export function statusLines(target: RunTarget, { host, port }: Place, undecided: string): readonly string[] {
  const isOfClient = target.role === 'client' || target.role === 'sender';
  const given = port === undefined && !isOfClient ? 'PORT must be given' : `${host} ${port ?? 'and a free port'}`;
  const words = isOfClient
    ? 'python3 FILE [HOST [PORT]]   listens there, and plays the server'
    : 'python3 FILE [HOST [PORT]]   connects to the program there';
  return [
    `usage: ${words} (${given})`,
    isOfClient ? startOf(target) : 'Start the program anew before: what an earlier client left behind may count.',
    ...(undecided === ''
      ? ['exit status: 1 where the failure is seen again, 0 where it is not, 2 where nobody is there']
      : [
          'exit status: 3, or 2 where nobody is there; the script does the same as sockspec, and does not decide:',
          `  ${undecided}.`,
        ]),
  ];
}

/** The function by which a script reads its arguments. */
export function argumentsPython({ host, port }: Place, isOfClient: boolean): string {
  const usual = port === undefined && isOfClient ? 0 : port;
  return `def arguments():
    host = sys.argv[1] if len(sys.argv) > 1 else ${pythonText(host)}
    port = sys.argv[2] if len(sys.argv) > 2 else ${usual === undefined ? '""' : pythonText(String(usual))}
    if not port.isdigit() or int(port) > 65535 or len(sys.argv) > 3:
        print("usage: python3 %s HOST PORT" % sys.argv[0], file=sys.stderr)
        sys.exit(2)
    return host, int(port)

`;
}
