import { errorText } from '../contracts/errors.ts';
import { drive } from '../engine/drive.ts';
import { leaveNothingAtExit } from '../processes/at-exit.ts';
import { watchLeft } from '../processes/left-behind.ts';
import { type Errand, isErrand, type Told } from './judging-words.ts';
import { hearingUncaught } from './uncaught.ts';

/** A process that judges what its parent hands it (`commands/run-apart.ts`), and tells it what comes of that. */

const interrupted = new AbortController();

// What a terminal tells its foreground, the parent has heard too, and passes on.
for (const signal of ['SIGINT', 'SIGQUIT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('SIGTERM', () => process.exit(143));
// The parent is gone: nobody wants to know any more.
process.on('disconnect', () => process.exit(1));
process.on('message', (message) => {
  if (isErrand(message)) void judge(message);
  else interrupted.abort();
});
leaveNothingAtExit();

async function judge({ plans, workerFile }: Errand): Promise<void> {
  const left = watchLeft();
  const faults: string[] = [];
  const endByFault = (error: unknown): void => {
    faults.push(errorText(error));
    interrupted.abort();
  };
  const driven = await hearingUncaught(endByFault, () =>
    drive({
      ...{ plans, workerFile, bail: 0, signal: interrupted.signal },
      onAwaited: (target, requirement) => tell({ kind: 'awaited', target, requirement }),
      onStart: (id, target) => tell({ kind: 'started', id, target }),
      onCase: (result, onWire) => tell({ kind: 'case', result, onWire }),
    }),
  ).catch((error: unknown) => ({ complete: false, errors: [errorText(error)] }));
  const { complete, errors } = driven;
  tell({ kind: 'ended', driven: { complete, errors: [...errors, ...faults] }, left: left.paths() }, () =>
    process.exit(0),
  );
}

function tell(told: Told, isSent: () => void = () => undefined): void {
  process.send?.(told, isSent);
}
