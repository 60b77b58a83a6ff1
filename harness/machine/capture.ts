import type { Effect, Remark } from '../contracts/machine.ts';
import {
  ALL_DEVICES,
  CAPTURE_TOOLS,
  CannotCapture,
  installedTools,
  refusalOf,
  rightMend,
  runFilter,
  startCapture,
  toolMend,
} from '../processes/capture-tool.ts';

const about = 'capture';

const effect: Effect = { rows: ['frames/**', 'multicast/sender/ttl'], become: 'inconclusive' };

/** Whether a capture tool is installed in one of the folders. */
export async function captureToolRemark(folders?: readonly string[]): Promise<Remark> {
  const found = await installedTools(folders);
  if (found.length > 0) return { about, state: 'works', says: `${found.join(' and ')} installed` };
  return {
    about,
    state: 'lacking',
    says: `neither ${CAPTURE_TOOLS.join(' nor ')} is installed: no frames are seen`,
    mend: toolMend,
    effect,
  };
}

/**
 * Whether an installed tool may capture on the interface, and on all of them: each is asked for its link types, which needs
 * the right and records nothing; then one begins as it does for a run.
 */
export async function captureRemark(device: string | undefined): Promise<Remark> {
  const found = await installedTools();
  if (found.length === 0) return captureToolRemark();
  if (device === undefined || process.platform === 'win32')
    return { about, state: 'untried', says: `${found.join(' and ')} installed; whether they may capture is not told` };
  const answers = await Promise.all(found.map(async (tool) => ({ tool, refused: await refusalOf(tool, device) })));
  const able = answers.filter(({ refused }) => refused === undefined).map(({ tool }) => tool);
  if (able.length > 0) {
    const failure = await failureOf(device);
    if (failure !== undefined) return { about, state: 'lacking', says: failure, mend: rightMend, effect };
    const ofAll = process.platform === 'linux' ? await failureOf(ALL_DEVICES) : undefined;
    if (ofAll !== undefined)
      return { about, state: 'lacking', says: ofAll, mend: 'name an interface after run --capture', effect };
    return { about, state: 'works', says: `${able.join(' and ')} may capture on ${device}` };
  }
  const refusals = answers.map(({ tool, refused }) => `${tool}: ${refused}`).join('; ');
  return {
    about,
    state: 'lacking',
    says: `no right to capture on ${device}: ${refusals}`,
    mend: rightMend,
    effect,
  };
}

/** How a capture of a run would fail on a device, in words. What is captured meanwhile is forgotten. */
async function failureOf(device: string): Promise<string | undefined> {
  try {
    const capture = await startCapture(device, runFilter(device), 1);
    capture.octets.resume();
    await capture.stop();
    return undefined;
  } catch (error) {
    if (error instanceof CannotCapture) return error.message;
    throw error;
  }
}
