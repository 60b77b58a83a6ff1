import { expect, test } from 'vitest';
import { caseId, isSelected, meansRequirement, nameMatches } from './selection.ts';

const ID = 'upload/server/size-is-four-octets';

test.each([
  [ID, true],
  ['upload/server', true],
  ['upload', true],
  ['upload/**', true],
  ['**/server/**', true],
  ['*/server', true],
  ['upload/*/size-*', true],
  ['**/size-is-{four,five}-octets', true],
  [`${ID}[2560]`, true],
  ['upload/server/size', false],
  ['upload/serv', false],
  ['size-is-four-octets', false],
  ['*', true],
  ['*/client/**', false],
  ['fortune/**', false],
  ['', false],
  ['[10]', false],
])('the pattern "%s" means the requirement: %s', (pattern, means) => {
  expect(meansRequirement(pattern, ID)).toBe(means);
});

const all = { suites: [], only: [], skip: [] };

test.each([
  ['everything where nothing is said', all, '2560', true],
  ['a suite', { ...all, suites: ['upload/server'] }, '2560', true],
  ['another suite', { ...all, suites: ['fortune/**'] }, '2560', false],
  ['one of several suites', { ...all, suites: ['fortune/**', 'upload/**'] }, '2560', true],
  ['only this requirement', { ...all, only: [ID] }, '2560', true],
  ['only this case', { ...all, only: [`${ID}[2560]`] }, '2560', true],
  ['only another case', { ...all, only: [`${ID}[10]`] }, '2560', false],
  ['only a case of a requirement without labels', { ...all, only: [`${ID}[10]`] }, undefined, false],
  ['a label that holds brackets', { ...all, only: [`${ID}[a[b]]`] }, 'a[b]', true],
  ['a label is no glob', { ...all, only: [`${ID}[*]`] }, '2560', false],
  ['suite and only must both hold', { ...all, suites: ['fortune/**'], only: [ID] }, '2560', false],
  ['skip wins over only', { ...all, only: [ID], skip: ['**/size-*'] }, '2560', false],
  ['skip of this case', { ...all, skip: [`${ID}[2560]`] }, '2560', false],
  ['skip of another case', { ...all, skip: [`${ID}[10]`] }, '2560', true],
])('selects: %s', (_, selection, label, selected) => {
  expect(isSelected(selection, ID, label)).toBe(selected);
});

test('a case is named by its requirement, and its label if it has one', () => {
  expect(caseId(ID, undefined)).toBe(ID);
  expect(caseId(ID, '2560')).toBe(`${ID}[2560]`);
});

test('a case whose label has no glyph is selected as reports show it', () => {
  const selection = { suites: [], only: [`${ID}[{x}\\x00y]`], skip: [] };

  expect(isSelected(selection, ID, '{x}\0y')).toBe(true);
  expect(isSelected(selection, ID, '{x}y')).toBe(false);
});

test.each(['a\nb', 'a\u2028b', '.ab', 'a/b', 'ab'])('a star means each name: %j', (name) => {
  expect(nameMatches('*', name)).toBe(true);
  expect(nameMatches('*b', name)).toBe(true);
  expect(nameMatches('*c', name)).toBe(false);
});
