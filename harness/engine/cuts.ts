import type { Socket } from 'node:net';
import { connectionRow } from '../targets/kernel-tables.ts';
import { GAP_MS, PROOF_MS } from './limits.ts';
import { pause } from './waits.ts';

/** Makes sure, as far as this machine allows, that the IUT has read what was sent before more is sent. */
export interface CutProver {
  /**
   * Waits until the IUT has read all that arrived, or falls back to a gap. One budget of time serves the whole case:
   * readers that peek or wait for a low-water mark never drain. A connection that the IUT has ended needs no proof.
   */
  readonly wait: (socket: Socket, isOver: () => boolean) => Promise<void>;
  /** What could not be proven, in words; undefined where every cut was. */
  readonly doubt: () => string | undefined;
}

/** A prover for one case. `pid` is the launched IUT's, whose network namespace may not be ours. */
export function cutProver(pid: number | undefined): CutProver {
  let budget = PROOF_MS;
  let cuts = 0;
  let unproven = 0;

  const drained = async (socket: Socket, isOver: () => boolean): Promise<boolean> => {
    const iut = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
    const peer = { address: socket.localAddress ?? '', port: socket.localPort ?? 0 };
    if (iut.port === 0 || peer.port === 0) return false;
    const began = performance.now();
    while (!isOver() && performance.now() - began < budget) {
      const row = await connectionRow(iut, peer, pid);
      if (row === undefined) break;
      if (row.accepted && row.receiveQueue === 0) return true;
    }
    budget -= performance.now() - began;
    return false;
  };

  return {
    wait: async (socket, isOver) => {
      cuts += 1;
      if (budget > 0 && (await drained(socket, isOver))) return;
      if (isOver()) return;
      unproven += 1;
      await pause(GAP_MS);
    },
    doubt: () =>
      unproven === 0
        ? undefined
        : `cut not proven: ${unproven} of ${cuts} segments may have been read together with the next`,
  };
}
