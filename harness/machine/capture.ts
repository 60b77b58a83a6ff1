import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Effect, Finding } from '../contracts/machine.ts';

/** How long a tool may take to say whether it may capture, in milliseconds. */
const TOOL_MS = 5000;

/** The tools that record frames, the one that needs the fewest rights first. */
const TOOLS = ['dumpcap', 'tcpdump'] as const;

const about = 'capture';

const effect: Effect = { rows: ['frames/**', 'multicast/sender/ttl'], become: 'inconclusive' };

/** Whether a capture tool is installed in one of the folders. */
export async function captureToolFinding(folders = programFolders()): Promise<Finding> {
  const found = await installed(folders);
  if (found.length > 0) return { about, state: 'works', says: `${found.join(' and ')} installed` };
  return {
    about,
    state: 'lacking',
    says: `neither ${TOOLS.join(' nor ')} is installed: no frames are seen`,
    mend: 'install one: apt install wireshark-common or tcpdump, brew install wireshark',
    effect,
  };
}

/** Whether an installed tool may open the interface: each is asked for its link types, which needs the right and records nothing. */
export async function captureFinding(device: string | undefined): Promise<Finding> {
  const found = await installed(programFolders());
  if (found.length === 0) return captureToolFinding();
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
    mend: 'run as root, or join the group of capturers: sudo dpkg-reconfigure wireshark-common, sudo usermod -aG wireshark $USER, log in again; elsewhere sudo setcap cap_net_raw,cap_net_admin+eip $(which dumpcap)',
    effect,
  };
}

/** The PATH, and where root's programs are, which is not on everybody's PATH. */
function programFolders(): readonly string[] {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].filter((one) => one !== '');
}

/** Paths of the tools that are there. */
async function installed(folders: readonly string[]): Promise<readonly string[]> {
  const paths = TOOLS.map(async (tool) => {
    for (const folder of folders) {
      const path = join(folder, tool);
      if (await isThere(path)) return path;
    }
    return undefined;
  });
  return (await Promise.all(paths)).filter((path) => path !== undefined);
}

/** Whether it may be executed does not count: that a user may not is a right that lacks. */
function isThere(path: string): Promise<boolean> {
  const names = process.platform === 'win32' ? [path, `${path}.exe`] : [path];
  return Promise.any(names.map((name) => access(name, constants.F_OK))).then(
    () => true,
    () => false,
  );
}

/** The first line that the tool says when it may not; undefined where it may. */
function refusalOf(tool: string, device: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(tool, ['-i', device, '-L'], { timeout: TOOL_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      if (error === null) return resolve(undefined);
      resolve(`${stderr}\n${stdout}`.trim().split('\n', 1)[0] || error.message);
    });
  });
}
