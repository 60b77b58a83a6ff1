import type { Effect, Remark } from '../contracts/machine.ts';
import { CAPTURE_TOOLS, installedTools, refusalOf, rightMend, toolMend } from '../processes/capture-tool.ts';

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

/** Whether an installed tool may open the interface: each is asked for its link types, which needs the right and records nothing. */
export async function captureRemark(device: string | undefined): Promise<Remark> {
  const found = await installedTools();
  if (found.length === 0) return captureToolRemark();
  if (device === undefined || process.platform === 'win32')
    return { about, state: 'untried', says: `${found.join(' and ')} installed; whether they may capture is not told` };
  const answers = await Promise.all(found.map(async (tool) => ({ tool, refused: await refusalOf(tool, device) })));
  const able = answers.filter(({ refused }) => refused === undefined).map(({ tool }) => tool);
  if (able.length > 0) return { about, state: 'works', says: `${able.join(' and ')} may capture on ${device}` };
  const refusals = answers.map(({ tool, refused }) => `${tool}: ${refused}`).join('; ');
  return {
    about,
    state: 'lacking',
    says: `no right to capture on ${device}: ${refusals}`,
    mend: rightMend,
    effect,
  };
}
