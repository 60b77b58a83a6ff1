import { expect, test } from 'vitest';
import { sockspec } from '../shell.test.helper.ts';

/** `sockspec list` and `sockspec explain` as a shell sees them. */

test('list --json and explain tell of the same requirement', async () => {
  const [listing, explanation] = await Promise.all([
    sockspec(['list', '**/size-is-four-octets', '--json']),
    sockspec(['explain', 'upload/server/size-is-four-octets']),
  ]);
  const listed = JSON.parse(listing.stdout);

  expect(listed).toHaveLength(1);
  expect(listed[0].cases).toContain('upload/server/size-is-four-octets[2560]');
  expect(explanation.stdout.replace(/\s+/g, ' ')).toContain(listed[0].text.replace(/\s+/g, ' '));
  expect(explanation.stdout).not.toContain('Or else');
});

test('explain tells of datagrams what else may keep them away', async () => {
  const { stdout } = await sockspec(['explain', 'multicast/receiver/other-group-ignored']);

  expect(stdout).toContain('IP_MULTICAST_ALL');
  expect(stdout).toMatch(/Or else {4}a Wi-Fi that drops multicast/);
});
