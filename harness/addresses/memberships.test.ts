import { expect, test } from 'vitest';
import { membershipsIn } from './memberships.ts';

/** As a little-endian machine prints it, after two sockets joined 224.202.20.30 on lo and one on eth0. */
const table = `Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter
1\tlo        :     2      V3
\t\t\t\t1E14CAE0     2 0:00000000\t\t0
\t\t\t\t010000E0     1 0:00000000\t\t0
4\teth0      :     2      V2
\t\t\t\t1E14CAE0     1 0:00000000\t\t1
\t\t\t\t010000E0     1 0:00000000\t\t0
`;

test.each([
  ['lo', '224.202.20.30', 2],
  ['eth0', '224.202.20.30', 1],
  ['lo', '224.0.0.1', 1],
  ['lo', '224.202.20.31', undefined],
  ['eth1', '224.202.20.30', undefined],
])('on %s %s has %s users', (device, group, users) => {
  const found = membershipsIn(table).find((one) => one.interface === device && one.group === group);
  expect(found?.users).toBe(users);
});
