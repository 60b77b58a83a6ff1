import type { Evidence } from '../harness/contracts/run.ts';

/** Whether a connection of the harness was not established; `text` says why. */
export function isFailedConnect({ who, what, text }: Evidence): boolean {
  return who === 'iut' && what === 'connect' && text !== undefined;
}

/** Whether a fact is a list of what happened to a connection (harness/engine/tester/link.ts, PeerEvent), and nothing else. */
export function isEvents(words: string): boolean {
  return /^(open|data|end|reset|close|silence)(, (data|end|reset|close|silence))*$/.test(words);
}
