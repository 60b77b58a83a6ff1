import { expect, test } from 'vitest';
import type { MachineReport } from '../harness/contracts/machine.ts';
import { renderMachine } from './machine.ts';

const report: MachineReport = {
  platform: 'linux 6.1',
  node: 'v20.20.2',
  places: [
    {
      name: 'lo',
      description: '127.0.0.1/8, loopback',
      findings: [
        { about: 'multicast', state: 'works', says: 'it came back' },
        {
          about: 'capture',
          state: 'lacking',
          says: 'no right to capture on lo',
          mend: 'run as root',
          effect: { rows: ['frames/**', 'multicast/sender/ttl'], become: 'inconclusive' },
        },
      ],
    },
    {
      name: 'evil\u001b[2J0',
      description: '',
      findings: [
        { about: 'names', state: 'untried', says: 'a query would leave', mend: '--names' },
        {
          about: 'memory',
          state: 'lacking',
          says: 'not seen',
          effect: { rows: ['lines/server/endless-line'], become: 'weaker' },
        },
      ],
    },
  ],
  troubles: [{ name: 'a firewall', sign: 'nothing arrives', mend: 'allow UDP' }],
};

test('shows what works, each lack with what it means and its mend, and the troubles', () => {
  expect(renderMachine(report, 60)).toBe(
    String.raw`linux 6.1, Node v20.20.2

lo (127.0.0.1/8, loopback)
  ✓ multicast  it came back
  ✗ capture    no right to capture on lo
               stay inconclusive: frames/**,
               multicast/sender/ttl
               mend: run as root

evil\x1B[2J0
  - names      a query would leave
               to try it: --names
  ✗ memory     not seen
               are judged from less:
               lines/server/endless-line

1 work, 2 lacking, 1 not tried

The usual troubles, which no probe of one machine sees
  a firewall
    sign: nothing arrives
    mend: allow UDP
`,
  );
});
