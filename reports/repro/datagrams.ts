import type { Evidence } from '../../harness/contracts/run.ts';

/** A datagram of the harness, or a wait for so many of the program. */
export interface DatagramStep {
  readonly pauseMs: number;
  readonly action: 'sends' | 'waits';
  /** Which socket of the harness; 0 is the one that it listens on. */
  readonly socket: number;
  /** The address that it goes to where that is another than the first datagram's. */
  readonly elsewhere: string;
  readonly hex: string;
  readonly count: number;
}

/** Where the first datagram of the harness goes, as the evidence tells. */
export function firstDestination(evidence: readonly Evidence[]): { host: string; port: number } | undefined {
  return evidence.filter(({ what }) => what === 'send').flatMap((event) => destinationOf(event) ?? [])[0];
}

/** The exchange of a case over UDP as steps of the other side of the program, in their order. */
export function datagramSteps(evidence: readonly Evidence[]): readonly DatagramStep[] {
  const first = firstDestination(evidence);
  const steps: DatagramStep[] = [];
  const received = new Map<number, number>();
  let before = evidence.find(({ what }) => what === 'send' || what === 'receive')?.t ?? 0;
  for (const event of evidence) {
    const { what, t, connection: socket = 0, hex = '' } = event;
    if (what !== 'send' && what !== 'receive') continue;
    const pauseMs = what === 'send' ? Math.round(t - before) : 0;
    before = t;
    if (what === 'receive') {
      const count = (received.get(socket) ?? 0) + 1;
      received.set(socket, count);
      steps.push({ pauseMs, action: 'waits', socket, elsewhere: '', hex: '', count });
    } else {
      const host = destinationOf(event)?.host;
      const elsewhere = host === undefined || host === first?.host ? '' : host;
      steps.push({ pauseMs, action: 'sends', socket, elsewhere, hex, count: 0 });
    }
  }
  return steps;
}

/** What came to each socket that asked, a datagram an entry, in hexadecimal; undefined where that cannot be compared. */
export function answersOf(evidence: readonly Evidence[]): ReadonlyMap<number, readonly string[]> | undefined {
  const asked = firstDestination(evidence);
  const answers = new Map<number, string[]>();
  for (const { what, connection, hex = '', text = '', cut } of evidence) {
    if (what !== 'send' && what !== 'receive') continue;
    if (connection === undefined || cut === true) return undefined;
    const own = answers.get(connection) ?? [];
    answers.set(connection, own);
    if (what === 'send') continue;
    if (asked === undefined || !text.startsWith(`from ${addressText(asked)}: `)) return undefined;
    own.push(hex);
  }
  return answers;
}

function destinationOf({ text = '' }: Evidence): { host: string; port: number } | undefined {
  const [, host, port] = /^to \[?([\d.]+|[\da-f:]+)\]?:(\d+): /i.exec(text) ?? [];
  return host === undefined ? undefined : { host, port: Number(port) };
}

function addressText({ host, port }: { host: string; port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
