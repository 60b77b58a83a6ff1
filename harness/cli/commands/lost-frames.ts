import type { LiveCapture } from '../../processes/capture-tool.ts';
import { say } from '../terminal/print.ts';

/** Says on standard error that a capture is not whole: what it does not show may have been there. */
export function reportLost(device: string, { lost }: Pick<LiveCapture, 'lost'>): void {
  const frames = lost();
  if (frames === 0) return;
  const what = frames === 1 ? '1 frame was' : `${frames} frames were`;
  say(`sockspec: ${what} lost before they were recorded on ${device}: this machine is too busy\n`);
}
