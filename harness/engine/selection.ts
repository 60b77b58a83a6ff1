import picomatch from 'picomatch';
import type { Selection } from '../contracts/plan.ts';
import { visible } from '../text/visible.ts';

/** The id of a case: its requirement's, with a label where the requirement has several cases. */
export function caseId(requirement: string, label: string | undefined): string {
  return label === undefined ? requirement : `${requirement}[${label}]`;
}

/** Whether a pattern means this requirement: its id, a front of it (`upload/server`), or a glob over ids. */
export function meansRequirement(pattern: string, requirement: string): boolean {
  const glob = requirementPart(pattern);
  return requirement === glob || requirement.startsWith(`${glob}/`) || globMatches(glob, requirement);
}

/** Whether a case is selected. A pattern with a label (`id[label]`) means that one case, as it is or as reports show it: no command holds a NUL. */
export function isSelected(selection: Selection, requirement: string, label: string | undefined): boolean {
  const id = caseId(requirement, label);
  const shown = visible(id);
  const means = (pattern: string): boolean =>
    hasLabel(pattern) ? pattern === id || pattern === shown : meansRequirement(pattern, requirement);
  const among = (patterns: readonly string[]): boolean => patterns.length === 0 || patterns.some(means);
  return among(selection.suites) && among(selection.only) && !selection.skip.some(means);
}

/** Whether a glob means a name, or is it. A name is no path: a star stands for slashes, for a dot in front, and for line ends, too. */
export function nameMatches(glob: string, name: string): boolean {
  return glob === name || picomatch.isMatch(name, glob, { bash: true, dot: true, flags: 's' });
}

/** The part of a pattern that speaks of requirements: case ids end in `[label]`. */
function requirementPart(pattern: string): string {
  return hasLabel(pattern) ? pattern.slice(0, pattern.indexOf('[')) : pattern;
}

/** Requirement ids never hold a bracket, so whatever does is a case id. */
function hasLabel(pattern: string): boolean {
  return pattern.endsWith(']') && pattern.includes('[');
}

/** Characters without which a glob means nothing but itself and what stands below it. */
const MAGIC = /[*?[\]{}()!+@|\\]/;

/** Matchers by glob: a profile of many targets asks the same ones over and over. */
const matchers = new Map<string, (requirement: string) => boolean>();

/** Whether a pattern may mean other ids than itself and what stands below it. */
export function isGlob(pattern: string): boolean {
  return MAGIC.test(requirementPart(pattern));
}

function globMatches(glob: string, requirement: string): boolean {
  if (!MAGIC.test(glob)) return false;
  const matches = matchers.get(glob) ?? picomatch([glob, `${glob}/**`]);
  matchers.set(glob, matches);
  return matches(requirement);
}
