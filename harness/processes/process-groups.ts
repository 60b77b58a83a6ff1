import { endMarked } from './launch-mark.ts';
import { threadChannel } from './thread-channel.ts';

/** A process group that a worker launched or ended; `pid` is the group's id too, `mark` what others of the launch carry. */
export interface GroupEvent {
  readonly kind: 'launched' | 'ended';
  readonly pid: number;
  readonly mark?: string;
}

/** Worker threads tell the main thread here. */
const CHANNEL = 'process groups';

/** Tells the main thread of a group, which ends what is left if a worker cannot any more. */
export function announceGroup(event: GroupEvent): void {
  const channel = threadChannel(CHANNEL);
  channel.postMessage(event);
  channel.close();
}

/** Keeps the list of the groups that workers launched; `endAll` kills those that are left, at once. */
export function watchGroups(): { readonly endAll: () => void; readonly close: () => void } {
  const groups = new Map<number, string | undefined>();
  const channel = threadChannel(CHANNEL);
  channel.unref();
  channel.onmessage = (message: unknown) => {
    const event = groupEventOf(message);
    if (event?.kind === 'launched') groups.set(event.pid, event.mark);
    if (event?.kind === 'ended') groups.delete(event.pid);
  };
  return {
    endAll: () => {
      for (const [pid, mark] of groups) {
        killGroup(pid);
        if (mark !== undefined) endMarked(mark);
      }
      groups.clear();
    },
    close: () => channel.close(),
  };
}

function groupEventOf(message: unknown): GroupEvent | undefined {
  if (typeof message !== 'object' || message === null || !('data' in message)) return undefined;
  const { data } = message;
  if (typeof data !== 'object' || data === null || !('kind' in data) || !('pid' in data)) return undefined;
  if ((data.kind !== 'launched' && data.kind !== 'ended') || typeof data.pid !== 'number') return undefined;
  const mark = 'mark' in data && typeof data.mark === 'string' ? { mark: data.mark } : {};
  return { kind: data.kind, pid: data.pid, ...mark };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended by itself meanwhile.
  }
}
