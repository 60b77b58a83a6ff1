import type { Evidence } from '../../harness/contracts/run.ts';
import { isFailedConnect } from '../wire-events.ts';

/** What a script does, or waits for, on one connection. */
export interface Step {
  readonly connection: number;
  /**
   * `connect`, or `accept` of a client; `send`, `fin` (half-close), `rst`, `close`; `gets` waits until so many octets have come
   * in all, `ends` until the other has ended its side, `read` until it has read what was sent, `refused` until nobody takes a
   * connection.
   */
  readonly action: 'connect' | 'accept' | 'send' | 'fin' | 'rst' | 'close' | 'gets' | 'ends' | 'read' | 'refused';
  /** Milliseconds to wait before it, beginning at the step before. */
  readonly pauseMs: number;
  /** What is sent, in hexadecimal. */
  readonly hex?: string;
  /** How many octets are waited for. */
  readonly count?: number;
}

/**
 * The exchange of a case over TCP as steps of the other side of the program, in their order. Two segments are two reads, and
 * nothing that was sent is unread when the connection is reset or closed: the kernel would throw it away.
 */
export function stepsOf(evidence: readonly Evidence[], isOfClient: boolean): readonly Step[] {
  const steps: Step[] = [];
  const received = new Map<number, number>();
  const left = new Set<number>();
  let before = evidence.find(({ connection }) => connection !== undefined)?.t ?? 0;
  for (const [index, event] of evidence.entries()) {
    const { connection, t } = event;
    if (connection === undefined || left.has(connection) || isTriedAgain(event, evidence[index + 1])) continue;
    const action = actionOf(event, isOfClient);
    if (action === undefined) continue;
    if (action === 'close' || action === 'rst') left.add(connection);
    const last = steps.at(-1);
    const isSame = last?.action === action && last.connection === connection;
    const pauseMs = isOwn(action) ? Math.round(t - before) : 0;
    before = t;
    const isCut = last?.action === 'send' && last.connection === connection;
    if (isCut && (action === 'send' || action === 'rst' || action === 'close'))
      steps.push({ connection, action: 'read', pauseMs: 0 });
    if (action === 'gets') {
      const count = (received.get(connection) ?? 0) + (event.octets ?? 0);
      received.set(connection, count);
      if (isSame) steps.pop();
      steps.push({ connection, action, pauseMs, count });
    } else steps.push({ connection, action, pauseMs, ...(action === 'send' ? { hex: event.hex ?? '' } : {}) });
  }
  return steps;
}

/** Whether a connection that failed was followed by another that did: the last of them tells as much as all. */
export function isTriedAgain(event: Evidence, next: Evidence | undefined): boolean {
  return isFailedConnect(event) && next !== undefined && isFailedConnect(next);
}

function actionOf({ who, what, text }: Evidence, isOfClient: boolean): Step['action'] | undefined {
  if (what === 'connect') return isOfClient ? 'accept' : 'connect';
  if (who === 'iut') return what === 'receive' ? 'gets' : what === 'fin' || what === 'rst' ? 'ends' : undefined;
  if (what === 'fin') return text === undefined ? 'fin' : 'close';
  return what === 'send' || what === 'rst' ? what : undefined;
}

/** What the program does takes the time that it takes. */
function isOwn(action: Step['action']): boolean {
  return action !== 'gets' && action !== 'ends' && action !== 'accept';
}
