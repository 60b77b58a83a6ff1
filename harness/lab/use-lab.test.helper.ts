import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Lab, type LabPlan, makeLab } from './lab.ts';
import { ownedPrefix } from './owner.ts';
import { runTool } from './tool.ts';

/** Tools of every lab, each with words that make it do nothing. */
const tools = [
  ['ip', '-V'],
  ['bridge', '-V'],
  ['nsenter', '--version'],
  ['python3', '--version'],
] as const;

/**
 * Makes one lab for all tests of a file, and removes it after them. Where the machine cannot have a lab, or lacks one of
 * `more` tools, the tests are skipped, saying why; in CI they fail.
 */
export function useLab(plan: LabPlan, more: readonly (readonly string[])[] = []): () => Lab {
  let lab: Lab | undefined;
  let lack: string | undefined;
  beforeAll(async () => {
    lack = await labLack(more);
    if (lack !== undefined && process.env.CI !== undefined) throw new Error(`CI lacks something: ${lack}`);
    if (lack === undefined) lab = await makeLab(plan);
  });
  beforeEach((test) => test.skip(lack !== undefined, lack));
  afterAll(() => lab?.close());
  return () => {
    if (lab === undefined) throw new Error('the lab is there while tests run');
    return lab;
  };
}

/** What this machine lacks for a lab, in one sentence; undefined where it lacks nothing. */
export async function labLack(more: readonly (readonly string[])[] = []): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'a lab needs Linux';
  for (const words of [...tools, ...more]) {
    if ((await runTool(words)).status !== 0) return `a lab needs ${words[0]}`;
  }
  const name = `${ownedPrefix()}-probe`;
  const { status, stderr } = await runTool(['ip', 'netns', 'add', name]);
  await runTool(['ip', 'netns', 'del', name]);
  return status === 0 ? undefined : `a lab needs the right to make network namespaces: ${stderr.trim()}`;
}
