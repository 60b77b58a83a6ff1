import { join } from 'node:path';
import { UsageError } from '../../contracts/errors.ts';
import type { ProfileTarget } from '../../contracts/profile.ts';
import type { CaptureMeans } from '../../engine/frames/read-captures.ts';
import { capturesFolder, rightCaptures, wrongCaptures } from '../../frames/captions.ts';
import { didYouMean } from '../../text/nearest.ts';
import { checkCapture } from '../files/capture-file.ts';
import { declaredValues } from './declared-values.ts';
import { isTargetKey, targetKeys, targetRows } from './target-keys.ts';

/** The suite that judges captures. */
export const FRAMES_SUITE = 'frames';

/** The captures that come with the package, as the reference that the suite judges where no other are named. */
export const BUILT_IN_CAPTURES = 'captures';

/** Nothing is launched, spoken to or observed: what else a target may say is not of captures. */
function isOfCaptures(key: string): boolean {
  return isTargetKey(key) ? targetKeys[key].suites !== 'programs' : ['name', 'suite', 'skip', 'limits'].includes(key);
}

/** What only captures have. */
const capturesAlone = targetRows.flatMap(([key, { suites }]) => (suites === 'captures' ? [key] : []));

/** Captures as a target; every file is looked at before anything runs. Throws a UsageError. */
export function captureMeans(target: ProfileTarget, where: string): CaptureMeans {
  for (const [key, value] of Object.entries(target)) {
    if (isOfCaptures(key) || value === undefined) continue;
    throw new UsageError(`${where}: expected captures without ${key}, found ${JSON.stringify(value)}`);
  }
  const { captures, groups = [], nets = [], reference, fault } = target;
  if (reference !== undefined) return builtInCaptures(target, where);
  if (fault !== undefined) throw new UsageError(`${where}: expected --fault together with --reference`);
  if (captures === undefined)
    throw new UsageError(`${where}: expected --captures, or captures in the profile, found none`);
  declaredValues(groups, nets, `${where}: `);
  for (const file of captures) checkCapture(`${where}: --captures`, file);
  return { kind: 'capture', captures: captures.map((file) => ({ file, nets })), groups, builtIn: false };
}

/** Refuses what only captures have. */
export function checkNoCaptures(target: ProfileTarget, where: string): void {
  for (const key of capturesAlone) {
    if (target[key] === undefined) continue;
    throw new UsageError(`${where}: expected ${key} with the suite ${FRAMES_SUITE}, found ${target.suite}`);
  }
}

/** Each is judged by the prefixes of its caption. A fault adds a capture that is wrong. */
function builtInCaptures(target: ProfileTarget, where: string): CaptureMeans {
  const { reference, fault } = target;
  if (reference !== BUILT_IN_CAPTURES) {
    throw new UsageError(
      `${where}: expected a reference of ${FRAMES_SUITE} (${BUILT_IN_CAPTURES}), found ${JSON.stringify(reference)}`,
    );
  }
  for (const key of capturesAlone) {
    if (target[key] === undefined) continue;
    throw new UsageError(`${where}: expected ${key} without --reference, found ${reference}`);
  }
  const wrong = wrongCaptures();
  const added = wrong.filter(({ name }) => name === fault);
  if (fault !== undefined && added.length === 0) {
    const names = wrong.map(({ name }) => name);
    throw new UsageError(
      `${where}: expected a fault of ${reference} (${names.join(', ')}), found ${fault}${didYouMean(fault, names)}`,
    );
  }
  const captures = [...rightCaptures(), ...added].map(({ file, nets }) => ({ file: join(capturesFolder, file), nets }));
  return { kind: 'capture', captures, groups: [], builtIn: true, ...(fault === undefined ? {} : { fault }) };
}

/** Captures as a report names them. */
export function captureText({ captures, builtIn }: CaptureMeans): string {
  if (builtIn) return `${captures.length} captures of the package`;
  return captures.map(({ file }) => file).join(' ');
}
